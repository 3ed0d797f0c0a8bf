"""Watched stories as people keep them: one TOML file each, in the folder of the user's own seeds."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from records.annotations import CLAIM_TYPES
from records.errors import UserError
from seeds.gazetteer import load_gazetteer
from seeds.reading import load_seed
from seeds.watches import USER_FOLDER, Watch, load_watches
from warehouse.connection import is_published, open_reader

#: forms of names that hint at a story; given names alone do not
KEYWORD_KINDS = frozenset({"name", "surname", "adjective", "people"})


def add_watch(
    source: str,
    *,
    event_type: str = "visit",
    actors: Sequence[str] = (),
    recipients: Sequence[str] = (),
    place: str | None = None,
    start: dt.datetime | None = None,
    end: dt.datetime | None = None,
    langs: Sequence[str] = ("en",),
) -> Path:
    """Put a watch file into the user's folder, copied or made from the given parts; return its path.

    Raises UserError or SeedError, in one line, where it would not be valid; nothing is written then.
    """
    path = Path(source)
    if path.suffix == ".toml" or path.is_file():
        if not path.is_file():
            raise UserError("there is no such watch file", path=path)
        return _install(path, load_seed(path, Watch).id)
    if not actors or start is None or end is None:
        raise UserError("a watch needs --actor, --from and --to (or a TOML file)")
    if event_type not in CLAIM_TYPES:
        raise UserError(f"--type is one of {', '.join(CLAIM_TYPES)}")
    return _write(
        make_watch_toml(source, event_type, actors, recipients, place, start.date(), end.date(), langs), source
    )


def _install(path: Path, watch_id: str) -> Path:
    target = USER_FOLDER / f"{watch_id}.toml"
    if target.exists():
        raise UserError(f"the watch {watch_id} is there already; edit or remove it", path=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return _accept(target)


def _write(text: str, title: str) -> Path:
    target = USER_FOLDER / f"{tomllib.loads(text)['id']}.toml"
    if target.exists():
        raise UserError(f"there is already a watch for {title!r}; edit or remove it", path=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    return _accept(target)


def _accept(target: Path) -> Path:
    """Return the file if all watches are still valid together; else take it away again."""
    try:
        load_watches()
    except Exception:
        target.unlink(missing_ok=True)
        raise
    return target


def make_watch_toml(
    title: str,
    event_type: str,
    actors: Sequence[str],
    recipients: Sequence[str],
    place: str | None,
    start: dt.date,
    end: dt.date,
    langs: Sequence[str],
) -> str:
    """Return a watch file; its keywords are the names of the parties as the gazetteer knows them."""
    names = [*actors, *recipients, *([place] if place else [])]
    lines = [f"id = {_quote(slug(title))}", f"title = {_quote(title)}", f"languages = {_list(langs)}", "", "[event]"]
    lines += [f"type = {_quote(event_type)}", f"actors = {_parties(actors)}", f"recipients = {_parties(recipients)}"]
    lines += [f"place = {{ name = {_quote(place)} }}"] if place else []
    lines += ["", "# half-open", "[window]", f"start = {start}", f"end = {end}", "", "[keywords]"]
    lines += [f"{lang} = {_list(keywords_of(names, lang))}" for lang in langs]
    for headline, is_match in ((title, "true"), ("Rain is expected in the west tomorrow", "false")):
        lines += [
            "",
            "[[examples]]",
            f"headline = {_quote(headline)}",
            f"lang = {_quote(langs[0])}",
            f"is_match = {is_match}",
        ]
    return "\n".join(lines) + "\n"


def keywords_of(names: Sequence[str], lang: str) -> list[str]:
    """Return the given names with the forms under which the gazetteer knows them in a language."""
    gazetteer = load_gazetteer()
    ids = {entity.entity_id for name in names if (entity := gazetteer.entity_by_name.get(name))}
    forms = [form for group in gazetteer.forms(lang).names.values() for form in group]
    known = sorted({form.text for form in forms if form.target in ids and form.kind in KEYWORD_KINDS})
    return list(dict.fromkeys([*names, *known]))


def slug(title: str) -> str:
    """Return the id made of a title.

    >>> slug("Lula's visit to Tōkyō, 2025")
    'lula-s-visit-to-tokyo-2025'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall(r"[a-z0-9]+", plain))
    if not name:
        raise UserError("the title needs Latin letters or digits, of which the watch's id is made")
    return name


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(_quote(value) for value in values)}]"


def _parties(names: Sequence[str]) -> str:
    return f"[{', '.join(f'{{ name = {_quote(name)} }}' for name in names)}]"


def list_watches(path: Path) -> list[tuple[object, ...]]:
    """Return one row per watched story: what is watched, and how many articles the warehouse has of it."""
    counts: dict[str, int] = {}
    if is_published(path):
        with open_reader(path) as con:
            counts = dict(con.execute("SELECT watch, sum(n_articles)::INTEGER FROM stories GROUP BY watch").fetchall())
    rows: list[tuple[object, ...]] = []
    for watch in load_watches():
        event = watch.event
        parties = f"{_names(event.actors)} -> {_names(event.recipients)}" if event.recipients else _names(event.actors)
        window = f"{watch.window.start} to {watch.window.end}"
        languages = ", ".join(watch.languages)
        rows.append(
            (
                watch.id,
                watch.title,
                f"{event.type}: {parties}",
                window,
                languages,
                watch.status,
                counts.get(watch.id, 0),
            )
        )
    return rows


def _names(parties: Sequence[object]) -> str:
    return ", ".join(str(getattr(party, "name", party)) for party in parties)
