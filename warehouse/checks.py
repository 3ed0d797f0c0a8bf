"""Data checks: `checks/*.sql`, each selecting the offending rows, graded fail (stops publishing) or warn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warehouse.connection import Connection

_FOLDER = Path(__file__).parent / "checks"


@dataclass(frozen=True, slots=True)
class Check:
    """One check; `grade` is fail or warn."""

    name: str
    grade: str
    why: str
    sql: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: number of offending rows and the first of them as text."""

    check: Check
    n_rows: int
    example: str

    @property
    def is_failure(self) -> bool:
        """Tell whether it stops publishing."""
        return self.check.grade == "fail" and self.n_rows > 0

    def __str__(self) -> str:
        return f"{self.check.grade} {self.check.name}: {self.n_rows} rows, first {self.example} — {self.check.why}"


@cache
def list_checks() -> tuple[Check, ...]:
    """Return all checks by name."""
    return tuple(_parse_check(file) for file in sorted(_FOLDER.glob("*.sql")))


def _parse_check(file: Path) -> Check:
    """Read one check with its `-- grade:` and `-- why:` header lines."""
    sql = file.read_text("utf-8")
    header = dict(re.findall(r"^-- (grade|why): (.+)$", sql, re.MULTILINE))
    if header.get("grade") not in ("fail", "warn") or "why" not in header:
        raise ValueError(f"{file.name} needs the header lines '-- grade: fail|warn' and '-- why: …'")
    return Check(file.stem, header["grade"], header["why"], sql)


def run_checks(con: Connection) -> list[Finding]:
    """Run every check; return one finding for each that has offending rows, failures first."""
    findings = [finding for check in list_checks() if (finding := _run_check(con, check)) is not None]
    return sorted(findings, key=lambda finding: (not finding.is_failure, finding.check.name))


def _run_check(con: Connection, check: Check) -> Finding | None:
    """Run one check."""
    cursor = con.execute(f"SELECT *, count(*) OVER () AS n_offending FROM ({check.sql.rstrip().rstrip(';')}) LIMIT 1")
    names = [column[0] for column in cursor.description or ()]
    row = cursor.fetchone()
    if row is None:
        return None
    example = ", ".join(f"{name}={value}" for name, value in list(zip(names, row, strict=True))[:-1])
    return Finding(check, int(row[-1]), example[:300])
