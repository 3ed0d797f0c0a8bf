"""All long measurements in one go: `make bench`, or `python -m benchmarks [NAME…]` for some of them.

The corpora are looked for in `$NEWSLEDGER_CORPORA` (default `../shared/corpora`) and the annotated articles in
`$NEWSLEDGER_GOLD` (default `../shared/gold`). A measurement whose input is missing is named and left out. Exit status 1 if
one of those that ran failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("NEWSLEDGER_CORPORA", ROOT.parent / "shared" / "corpora"))
GOLD = Path(os.environ.get("NEWSLEDGER_GOLD", ROOT.parent / "shared" / "gold"))

#: name -> module, arguments, folders that must be there; in the order of their cost
MEASUREMENTS: dict[str, tuple[str, tuple[str, ...], tuple[Path, ...]]] = {
    "times": ("score_times", (str(CORPORA / "times" / "dev.jsonl"),), (CORPORA / "times",)),
    "feeds": ("feed_corpora", (str(CORPORA / "feeds"),), (CORPORA / "feeds",)),
    "pages": ("page_text", (str(CORPORA / "pages"),), (CORPORA / "pages",)),
    "hostile": ("hostile_bodies", (), ()),
    "names": ("score_ner", (str(CORPORA / "ner" / "winer-fr"),), (CORPORA / "ner",)),
    "claims": ("score_gold", tuple(str(folder) for folder in sorted(GOLD.glob("dev*"))), (GOLD,)),
    "understanding": ("understanding_cost", tuple(str(folder) for folder in sorted(GOLD.glob("dev*"))), (GOLD,)),
    "ledger": ("resolve_cost", (), ()),
    "polling": ("poll_feeds", ("--feeds", "10000"), ()),
    "warehouse": ("fill_warehouse", ("1000000",), ()),
    "crashes": ("crash_warehouse", ("300",), ()),
}


def main(names: list[str]) -> int:
    """Run the named measurements, or all; return the exit status."""
    unknown = sorted(set(names) - MEASUREMENTS.keys())
    if unknown:
        print(f"no such measurement: {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    failed = []
    for name in names or MEASUREMENTS:
        module, arguments, needed = MEASUREMENTS[name]
        missing = [path for path in needed if not path.exists()]
        if missing:
            print(f"== {name}: left out, {missing[0]} is not there", flush=True)
            continue
        print(f"== {name}: python -m benchmarks.{module} {' '.join(arguments)}", flush=True)
        started = time.monotonic()
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{module}", *arguments], cwd=ROOT, check=False)
        print(f"== {name}: exit status {done.returncode} after {time.monotonic() - started:.0f} s", flush=True)
        failed += [name] if done.returncode else []
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
