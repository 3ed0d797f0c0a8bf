"""Linking recall: how many names of the gold claims are among the canonical names of the mentions found.

    python -m benchmarks.score_linking GOLD_DIR... [--cache FILE] [--misses N]

A name counts as found in the sentence or in the article when the entity of a mention (or the state that acts through it)
has a name that the set's `aliases.json` takes for equal. Pronouns and role words without a holder need the coreference of
claims, so the sentence figure is no ceiling.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.entities import find_mentions
from extractors.nlp import analyze_texts
from records.annotations import Mention
from seeds.gazetteer import load_gazetteer


def fold(name: str) -> str:
    """Fold a name as `score.py` of the gold does."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def read_set(folder: Path) -> tuple[list[dict[str, Any]], dict[str, set[str]]]:
    """Return the articles and the accepted forms of each gold name."""
    aliases = json.loads((folder / "aliases.json").read_text("utf-8"))
    forms = {name: {fold(name), *map(fold, others)} for name, others in aliases.items()}
    return [json.loads(path.read_text("utf-8")) for path in sorted((folder / "articles").glob("*.json"))], forms


def wanted_names(claim: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (field, name) of one gold claim."""
    for field in ("actor", "recipient"):
        for name in claim[field]:
            yield field, name
    for field in ("place", "source"):
        if claim[field]:
            yield field, claim[field]


def names_of(mentions: list[Mention]) -> set[str]:
    """Return the folded canonical names of mentions and of who acts through them."""
    entities = [entity for mention in mentions for entity in (mention.entity, mention.acting) if entity]
    return {fold(name) for entity in entities for name in (entity.name, *entity.aliases)}


def main() -> None:
    """Read the arguments, count and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path, help="pickle of the analyses, made if missing")
    parser.add_argument("--misses", type=int, default=0, help="print the most frequent misses")
    args = parser.parse_args()
    cached: dict[str, Any] = pickle.loads(args.cache.read_bytes()) if args.cache and args.cache.is_file() else {}
    gazetteer = load_gazetteer()
    totals: Counter[tuple[str, str]] = Counter()
    misses: Counter[tuple[str, str, str]] = Counter()
    for folder in args.folders:
        if not (folder / "aliases.json").is_file():
            sys.exit(f"{folder} has no aliases.json; give the folder of a gold set")
        articles, forms = read_set(folder)
        for article in articles:
            analysis = cached.setdefault(article["id"], None) or analyze_texts([article["text"]], article["lang"])[0]
            cached[article["id"]] = analysis
            day = datetime.fromisoformat(article["published_at"]).date()
            mentions = list(find_mentions(analysis, day, gazetteer))
            everywhere = names_of(mentions)
            for claim in article["claims"]:
                start = article["text"].find(claim["evidence"])
                end = start + len(claim["evidence"])
                near = names_of([m for m in mentions if start <= m.char_start < end])
                for field, name in wanted_names(claim):
                    accepted = forms.get(name, {fold(name)})
                    totals[field, "wanted"] += 1
                    totals[field, "sentence"] += bool(accepted & near)
                    totals[field, "article"] += bool(accepted & everywhere)
                    if not accepted & everywhere:
                        misses[article["lang"], field, name] += 1
    if args.cache:
        args.cache.write_bytes(pickle.dumps(cached))
    for field in ("actor", "recipient", "place", "source"):
        n = totals[field, "wanted"]
        print(
            f"{field:9} n {n:5} in sentence {totals[field, 'sentence'] / n:.3f} in article {totals[field, 'article'] / n:.3f}"
        )
    for (lang, field, name), count in misses.most_common(args.misses):
        print(f"{count:4} {lang} {field} {name}")


if __name__ == "__main__":
    main()
