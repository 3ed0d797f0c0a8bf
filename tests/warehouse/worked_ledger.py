"""The ledger on which the worked analyses run: the hand-made one with a meeting, an edit, a copy and a dispute.

`python -m tests.warehouse.worked_ledger` writes the output of every query of docs/queries anew.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from records.events import Contradiction, StoryArticle
from tests.warehouse import hand_ledger
from tests.warehouse.hand_ledger import CLAIMS, DATED, EVENT, EXTRACTORS, NORLAND, PLAN, SOUTHMARK, STORY, at
from warehouse import load
from warehouse.connection import Connection, Writer, open_reader, open_writer
from warehouse.rows import Assignment
from warehouse.snapshot import publish_snapshot

QUERIES = sorted((Path(__file__).parents[2] / "docs" / "queries").glob("*.sql"))


def fill_worked(writer: Writer) -> None:
    """Load the hand-made ledger and what the analyses ask about."""
    hand_ledger.fill(writer)
    copied = hand_ledger.article("copy", 10, DATED.text, "echo.example", "de")
    edited = replace(
        hand_ledger.article("plan", 7, PLAN.text + " It is denied now.", version=2), title="About the plan"
    )
    talks = hand_ledger.article("talks", 11, "Mara Ode will meet Ada Rell, Norland said.", "gazette.example")
    again = hand_ledger.claim(copied, DATED.text, "scheduled", CLAIMS[2].t_start)
    meeting = hand_ledger.claim(
        talks, "Mara Ode will meet Ada Rell, Norland said.", "scheduled", CLAIMS[2].t_start, type="meeting",
        actors=("Mara Ode",), actor_ids=("ent_ode",), recipients=("Ada Rell",), recipient_ids=("ent_ruler",),
    )  # fmt: skip
    met = replace(
        hand_ledger.event("evt_meeting"), type="meeting", actors=("Mara Ode",), recipients=("Ada Rell",), part_of=EVENT,
        first_claimed_at=talks.published_at, last_claimed_at=talks.published_at, langs=("en",),
    )  # fmt: skip
    belief = replace(
        hand_ledger.HISTORY[2], event_id="evt_meeting", observed_at=talks.seen_at, previous_status=None,
        article_id=talks.article_id, url=talks.url, claim_ids=(meeting.claim_id,), outlet=talks.outlet,
    )  # fmt: skip
    with writer.transaction():
        load.load_article_versions(writer, [copied, edited, talks], at(11))
        notes = [hand_ledger.annotation(one, claim) for one, claim in ((copied, again), (talks, meeting))]
        load.load_annotations(writer, notes, EXTRACTORS, at(11))
        load.load_entities(writer, [NORLAND, SOUTHMARK], at(11))
        load.load_events(writer, [met], at(11))
        links = [Assignment(again.claim_id, EVENT, STORY), Assignment(meeting.claim_id, "evt_meeting", STORY)]
        load.load_assignments(writer, links, at(11))
        load.load_history(writer, [belief])
        load.load_duplicates(writer, {copied.article_id: DATED.article_id}, at(11))
        members = [StoryArticle(STORY, one.article_id, 0.8, "event") for one in (copied, talks)]
        load.load_story_articles(writer, members, at(11))
        dispute = Contradiction(EVENT, "status", CLAIMS[0].claim_id, CLAIMS[2].claim_id, at(9, 13))
        load.load_contradictions(writer, [dispute], at(11))


def render(con: Connection, query: Path) -> str:
    """Return the rows of a query as text: a line of column names, then one line a row."""
    cursor = con.execute(query.read_text("utf-8"))
    lines = [" | ".join(column[0] for column in cursor.description or ())]
    for row in cursor.fetchall():
        lines.append(" | ".join("" if value is None else re.sub(r"\s+", " ", str(value)) for value in row))
    return "\n".join(lines) + "\n"


def output_of(query: Path) -> Path:
    """Return the file that holds a query's output."""
    return query.parent / "output" / f"{query.stem}.txt"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.duckdb"
        with open_writer(path, at(1)) as opened:
            fill_worked(opened)
            publish_snapshot(opened, at(12), with_search=False)
        reader = open_reader(path)
        for one in QUERIES:
            output_of(one).parent.mkdir(exist_ok=True)
            output_of(one).write_text(render(reader, one), "utf-8")
        reader.close()
