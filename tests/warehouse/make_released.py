"""Write the hand-made ledger under today's schema as a released fixture: python -m tests.warehouse.make_released"""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from tests.warehouse import hand_ledger
from warehouse.connection import open_writer
from warehouse.migrate import list_migrations
from warehouse.snapshot import publish_snapshot

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.duckdb"
        with open_writer(path, hand_ledger.at(1)) as writer:
            hand_ledger.fill(writer)
            publish_snapshot(writer, hand_ledger.at(10), with_search=False)
        target = Path(__file__).parent / "released" / f"schema-{list_migrations()[-1].number:04d}.duckdb.gz"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
