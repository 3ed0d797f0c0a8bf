"""The page itself: data and drawings poured into the template."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from reports.dashboard.charts import draw_dates, draw_firsts, draw_status, word_lag
from reports.dashboard.data import PageData, read_page_data
from reports.dashboard.heatmap import draw_heatmap
from reports.wording import safe_link, word_dates, word_event
from warehouse.connection import Connection

FOLDER = Path(__file__).parent
#: what a state means, in half a sentence
MEANINGS = {
    "rumoured": "reported by others, not confirmed", "planned": "intended, no fixed time", "scheduled": "announced with a date",
    "ongoing": "under way", "occurred": "has taken place", "postponed": "put off", "cancelled": "called off",
    "denied": "said not to happen",
}  # fmt: skip
#: properties over which claims can contradict each other, as the page names them
PROPERTIES = {"t_start": "first day", "t_end": "last day", "date_status": "dates"}
LANGUAGES = {"fr": "French", "en": "English", "ru": "Russian", "ko": "Korean", "de": "German", "es": "Spanish",
             "ja": "Japanese", "zh": "Chinese", "uk": "Ukrainian", "it": "Italian"}  # fmt: skip


def render_dashboard(con: Connection, story: str | None = None) -> str:
    """Return the page of a story as one HTML document without any external reference."""
    return render_page(read_page_data(con, story))


def render_page(data: PageData) -> str:
    """Return the HTML of the given content; the same content gives the same bytes."""
    langs = sorted(set(data.coverage.langs.values()))
    return (
        _environment()
        .get_template("page.html")
        .render(
            data=data,
            main=data.subject.main,
            style=Markup((FOLDER / "page.css").read_text("utf-8")),
            script=Markup((FOLDER / "page.js").read_text("utf-8")),
            status_chart=draw_status(data.changes) if data.changes else "",
            date_chart=draw_dates(data.changes) if data.changes else "",
            firsts=[(state, draw_firsts(state)) for state in data.states],
            heatmap=draw_heatmap(data.coverage),
            meanings=MEANINGS,
            languages=LANGUAGES,
            langs=langs,
            n_articles=sum(data.coverage.counts.values()),
        )
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(
        dates=lambda row: word_dates(row.t_start, row.t_end, row.date_status),
        event=lambda row: word_event(row.type, row.actors, row.recipients, row.place),
        instant=_word_instant,
        lag=word_lag,
        property=lambda name: PROPERTIES.get(name, name),
        link=safe_link,
        language=lambda code: LANGUAGES.get(code, code),
    )
    return environment


def _word_instant(instant: dt.datetime) -> str:
    return f"{instant.day} {instant:%B %Y, %H:%M} UTC"
