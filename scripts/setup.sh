#!/usr/bin/env bash
# Make the environment in the folder $1: find a Python >= 3.12 that runs, install the pinned requirements, check them.
set -euo pipefail
venv="${1:-.venv}"

runs() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

find_python() {
  local candidate root
  for candidate in "${PYTHON:-}" python3.12 python3.13 python3.14 python3 python; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && runs "$candidate" && { command -v "$candidate"; return; }
  done
  for root in "${PYENV_ROOT:-}" "$HOME/.pyenv" /opt/pyenv /usr/local/pyenv; do
    [ -n "$root" ] || continue
    for candidate in "$root"/versions/3.12*/bin/python "$root"/versions/3.1[3-9]*/bin/python; do
      [ -x "$candidate" ] && runs "$candidate" && { echo "$candidate"; return; }
    done
  done
  return 1
}

python="$(find_python)" || {
  echo "newsledger needs Python 3.12 or later with venv, and none was found: install one (Debian: python3-venv), or name it with PYTHON=/path/to/python3.12" >&2
  exit 1
}
echo "setting up $venv with $("$python" --version) (about two minutes the first time)"
[ -x "$venv/bin/python" ] && runs "$venv/bin/python" || { rm -rf "$venv"; "$python" -m venv "$venv"; }
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'uv>=0.5' || {
  echo "pip could not install uv: is a package index reachable?" >&2
  exit 1
}
# the lock is complete and hashed: no resolver runs on the user's machine
UV_COMPILE_BYTECODE=1 "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --require-hashes -r requirements.lock
UV_COMPILE_BYTECODE=1 "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
touch "$venv/.ready"
