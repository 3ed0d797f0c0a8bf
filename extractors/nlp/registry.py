"""Which adapter analyses which language; models are loaded once per process, at first use."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Protocol

from extractors.nlp.plain import analyze_plain
from records.analysis import Analysis

#: languages whose models the project installs
PARSED_LANGUAGES = ("fr", "en", "ru")


class Adapter(Protocol):
    """Turns texts of one language into analyses; order and length are kept."""

    def analyze(self, texts: Sequence[str]) -> list[Analysis]: ...


@cache
def load_adapter(lang: str) -> Adapter | None:
    """Return the adapter of a language, or None if none is described in `seeds/languages` or its model is not installed."""
    source = files("seeds") / "languages" / f"{lang}.toml"
    if not source.is_file():
        return None
    model = tomllib.loads(source.read_text("utf-8")).get("model", {})
    engine, package = model.get("engine"), model.get("package", "")
    if engine not in {"spacy", "natasha"} or find_spec(package) is None:
        return None
    if engine == "natasha":
        from extractors.nlp.natasha_adapter import NatashaAdapter

        return NatashaAdapter()
    from extractors.nlp.spacy_adapter import SpacyAdapter

    return SpacyAdapter(lang, package, scheme=model.get("scheme", "ud"))


def is_parsed_language(lang: str) -> bool:
    """Tell whether texts of this language get a dependency parse here."""
    return load_adapter(lang) is not None


def analyze_texts(texts: Sequence[str], lang: str) -> list[Analysis]:
    """Analyse texts of one language (ISO 639-1 code), in order.

    Offsets in the result are positions in the given texts, unchanged.
    """
    adapter = load_adapter(lang)
    if adapter is None:
        return [analyze_plain(text, lang) for text in texts]
    return adapter.analyze(texts)
