"""Which adapter analyses which language; models are loaded once per process, at first use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from extractors.nlp.plain import analyze_plain
from records.analysis import Analysis
from seeds.language_models import Model, language_codes, load_language


class Adapter(Protocol):
    """Turns texts of one language into analyses; order and length are kept."""

    def analyze(self, texts: Sequence[str]) -> list[Analysis]: ...


def installed_package(model: Model) -> str | None:
    """Return the first package of a model that is installed, or None.

    A spaCy package without a `meta.json` carries no pipeline: on PyPI some names of official models are empty stubs.
    """
    for package in model.packages:
        spec = find_spec(package)
        if spec is None:
            continue
        folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
        if model.engine != "spacy" or any(True for folder in folders for _ in folder.rglob("meta.json")):
            return package
    return None


@cache
def load_adapter(lang: str) -> Adapter | None:
    """Return the adapter of a language, or None if `seeds/languages` has none or its model is not installed."""
    language = load_language(lang)
    package = installed_package(language.model) if language is not None else None
    if language is None or package is None:
        return None
    if language.model.engine == "natasha":
        from extractors.nlp.natasha_adapter import NatashaAdapter

        return NatashaAdapter()
    from extractors.nlp.spacy_adapter import SpacyAdapter

    return SpacyAdapter(lang, package, scheme=language.model.scheme)


def required_languages() -> tuple[str, ...]:
    """Return the languages whose models the project installs."""
    known = ((code, load_language(code)) for code in language_codes())
    return tuple(code for code, language in known if language is not None and language.model.is_required)


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
