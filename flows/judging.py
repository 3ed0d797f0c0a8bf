"""A person's judgement: recorded for ever, and applied at once by resolving everything again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flows.reprocess import resolve_everything
from flows.snapshots import publish_now
from flows.workspace import Workspace, open_workspace
from records.errors import UserError
from records.ids import stable_id
from records.ledger import Judgement
from warehouse.connection import Connection, open_reader
from warehouse.load import load_judgements
from warehouse.read import read_claims, read_judgements
from warehouse.rows import JudgementRow

UNDO = "undo"


def judge_pair(path: Path, kind: str, left: str, right: str, by: str, reason: str, now: dt.datetime) -> str:
    """Record that two claims (or, for merge, events) are the same or different; return the judgement's id."""
    if left == right:
        raise UserError("a judgement needs two different ids")
    with open_reader(path):
        pass
    with open_workspace(path, now) as workspace:
        anchors = tuple(find_anchor(workspace.con, one) for one in (left, right))
        judged = Judgement(kind, anchors[0], anchors[1], by, now, reason)
        row = JudgementRow(judged.judgement_id, now, kind, anchors, by, reason, {"left": left, "right": right})
        _apply(workspace, row, now)
    return row.judgement_id


def find_anchor(con: Connection, name: str) -> str:
    """Return the claim that stands for an id: itself, or the first claim of an event."""
    claims = read_claims(con, claim_ids=[name]) or read_claims(con, event_ids=[name])
    if not claims:
        raise UserError(f"there is no claim or event {name}")
    return claims[0].claim_id


def undo_judgement(path: Path, judgement_id: str, by: str, now: dt.datetime) -> None:
    """Take a judgement back, once."""
    with open_reader(path):
        pass
    with open_workspace(path, now) as workspace:
        rows = read_judgements(workspace.con)
        judged = next((row for row in rows if row.judgement_id == judgement_id and row.undoes is None), None)
        if judged is None:
            raise UserError(f"there is no judgement {judgement_id}; `newsledger judge list` shows all")
        if any(row.undoes == judgement_id for row in rows):
            raise UserError(f"the judgement {judgement_id} was already taken back")
        row_id = stable_id("jdg", UNDO, judgement_id, by, now.isoformat())
        _apply(workspace, JudgementRow(row_id, now, UNDO, judged.subjects, by, undoes=judgement_id), now)


def _apply(workspace: Workspace, row: JudgementRow, now: dt.datetime) -> None:
    def record() -> None:
        load_judgements(workspace.writer, [row])
        resolve_everything(workspace, now)

    workspace.writer.run(record)
    publish_now(workspace, now)
