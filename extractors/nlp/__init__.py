"""One seam per language: text to `records.analysis.Analysis`, the same shape whatever the model behind it.

Nothing outside this package knows spaCy, natasha or GiNZA. A language is a row in `ADAPTERS`; languages without
an adapter get rule-made tokens and sentences (`is_parsed=False`), enough for gazetteer mentions, dates and stories.
"""

from extractors.nlp.registry import PARSED_LANGUAGES, analyze_texts, is_parsed_language

__all__ = ["PARSED_LANGUAGES", "analyze_texts", "is_parsed_language"]
