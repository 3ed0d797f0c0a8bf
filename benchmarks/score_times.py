"""Score `find_times` on a JSONL of phrases (lang, published_at, sentence, char_start, char_end, t_start, t_end, date_status).

    python -m benchmarks.score_times dev.jsonl [--misses N]

Prints, per language, the share of dated phrases whose exact interval is found at an overlapping span, the false dates
on rows with no date, and milliseconds per thousand characters. Same counting as the conventions' own scorer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.nlp import analyze_texts
from extractors.times import find_times
from records.annotations import TimeRef


def is_right(row: dict[str, Any], refs: list[TimeRef]) -> bool:
    """Tell whether one of the overlapping references has the row's interval (or says that the date is open)."""
    wanted = (row["t_start"], row["t_end"])
    for ref in refs:
        found = tuple(day.isoformat() if day else None for day in (ref.t_start, ref.t_end))
        if found == wanted and (wanted != (None, None) or ref.date_status == "unset"):
            return True
    return False


def iterate_results(rows: list[dict[str, Any]], seconds: list[float]) -> Iterator[tuple[dict[str, Any], list[TimeRef]]]:
    """Yield each row with the references that overlap its phrase; collect the time spent."""
    for lang in sorted({row["lang"] for row in rows}):
        own = [row for row in rows if row["lang"] == lang]
        for row, analysis in zip(own, analyze_texts([row["sentence"] for row in own], lang), strict=True):
            started = time.perf_counter()
            refs = find_times(analysis, dt.datetime.fromisoformat(row["published_at"]).date())
            seconds.append(time.perf_counter() - started)
            yield row, [ref for ref in refs if ref.char_start < row["char_end"] and ref.char_end > row["char_start"]]


def main() -> None:
    """Print the figures as one JSON line, misses before it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jsonl", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.jsonl.read_text("utf-8").splitlines() if line.strip()]
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    false = n_none = shown = 0
    seconds: list[float] = []
    for row, refs in iterate_results(rows, seconds):
        if row["date_status"] == "none":
            n_none += 1
            is_miss = any(ref.t_start or ref.t_end for ref in refs)
            false += is_miss
        else:
            asked[row["lang"]] += 1
            right[row["lang"]] += is_right(row, refs)
            is_miss = not is_right(row, refs)
        if is_miss and shown < arguments.misses:
            shown += 1
            print(row["lang"], row["published_at"][:10], row["phrase"], row["t_start"], row["t_end"], refs)
    figures: dict[str, Any] = {lang: round(right[lang] / asked[lang], 3) for lang in sorted(asked)}
    figures["all"] = round(sum(right.values()) / max(1, sum(asked.values())), 3)
    figures["false_dates"] = f"{false}/{n_none}"
    n_chars = sum(len(row["sentence"]) for row in rows)
    figures["ms_per_1000_chars"] = round(1e6 * sum(seconds[3:]) / n_chars, 2)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
