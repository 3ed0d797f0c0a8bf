"""Score named entities on a brat-annotated corpus: exact spans over PER, LOC, ORG, for the model alone and after the gazetteer.

    python -m benchmarks.score_ner FOLDER [--lang fr] [--every N] [--cache FILE] [--misses N]

FOLDER holds `*.txt` with `*.ann` beside (WiNER-fr: Person, Location, Organization). The date of an article is read from
its file name (`2016_01_03-001.txt`); other names are dated 2017-01-01.
"""

from __future__ import annotations

import argparse
import datetime as dt
import pickle
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from extractors.entities import find_names
from extractors.nlp import analyze_texts
from records.analysis import Analysis
from seeds.gazetteer import load_gazetteer

GOLD_LABELS = {"Person": "PER", "Location": "LOC", "Organization": "ORG"}
OUR_LABELS = {"PER": "PER", "LOC": "LOC", "GPE": "LOC", "ORG": "ORG", "OFFICE": "ORG"}
Span = tuple[int, int, str]


def read_gold(path: Path) -> set[Span]:
    """Return the gold spans of one `.ann` file; discontinuous ones are left out."""
    spans: set[Span] = set()
    for line in path.read_text("utf-8").splitlines():
        match = re.match(r"T\d+\t(\w+) (\d+) (\d+)\t", line)
        if match and match[1] in GOLD_LABELS:
            spans.add((int(match[2]), int(match[3]), GOLD_LABELS[match[1]]))
    return spans


def date_of(path: Path) -> dt.date:
    """Return the date in a file name, or 2017-01-01."""
    match = re.match(r"(\d{4})_(\d\d)_(\d\d)", path.name)
    return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else dt.date(2017, 1, 1)


def load_analyses(paths: list[Path], lang: str, cache: Path | None) -> list[Analysis]:
    """Analyse the texts, or take them from an earlier run's file."""
    if cache and cache.is_file():
        loaded: list[Analysis] = pickle.loads(cache.read_bytes())
        return loaded
    analyses = analyze_texts([path.read_text("utf-8") for path in paths], lang)
    if cache:
        cache.write_bytes(pickle.dumps(analyses))
    return analyses


def score(pairs: Iterable[tuple[set[Span], set[Span]]]) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 per label and over all."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for gold, ours in pairs:
        for label in ("PER", "LOC", "ORG", "all"):
            g = {span for span in gold if label in {"all", span[2]}}
            o = {span for span in ours if label in {"all", span[2]}}
            right[label] += len(g & o)
            found[label] += len(o)
            wanted[label] += len(g)
    table = {}
    for label in ("PER", "LOC", "ORG", "all"):
        p, r = right[label] / max(1, found[label]), right[label] / max(1, wanted[label])
        table[label] = (p, r, 2 * p * r / max(1e-9, p + r))
    return table


def main() -> None:
    """Read the arguments, score both systems and print two tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", default="fr")
    parser.add_argument("--every", type=int, default=1, help="take every Nth article")
    parser.add_argument("--cache", type=Path, help="pickle of the analyses, made if missing")
    parser.add_argument("--misses", type=int, default=0, help="print the most frequent misses")
    args = parser.parse_args()
    if not args.folder.is_dir():
        sys.exit(f"{args.folder} is not a folder; give the corpus with .txt and .ann files")
    paths = sorted(path for path in args.folder.rglob("*.txt") if path.with_suffix(".ann").is_file())[:: args.every]
    gazetteer = load_gazetteer()
    model_pairs, our_pairs = [], []
    wrong: Counter[tuple[str, str, str]] = Counter()
    for path, analysis in zip(paths, load_analyses(paths, args.lang, args.cache), strict=True):
        gold = read_gold(path.with_suffix(".ann"))
        model = {(e.char_start, e.char_end, e.label) for e in analysis.entities if e.label in {"PER", "LOC", "ORG"}}
        mentions = find_names(analysis, date_of(path), gazetteer)
        ours = {(m.char_start, m.char_end, OUR_LABELS[m.label]) for m in mentions if m.label in OUR_LABELS}
        model_pairs.append((gold, model))
        our_pairs.append((gold, ours))
        wrong.update(("extra", label, analysis.text[s:e]) for s, e, label in ours - gold)
        wrong.update(("missed", label, analysis.text[s:e]) for s, e, label in gold - ours)
    for name, pairs in (("model", model_pairs), ("ours", our_pairs)):
        for label, (p, r, f1) in score(pairs).items():
            print(f"{name:6} {label:4} P {p:.3f} R {r:.3f} F1 {f1:.3f}")
    for (kind, label, text), count in wrong.most_common(args.misses):
        print(f"{count:4} {kind:6} {label} {text!r}")


if __name__ == "__main__":
    main()
