"""One seam per language: text to `records.analysis.Analysis`, the same shape whatever the model behind it.

A language is a file `seeds/languages/<xx>.toml` that names its engine, packages and label scheme; the registry gives it the
adapter of that engine if one of the packages is installed. Languages without a file or model get rule-made tokens and
sentences (`is_parsed=False`), enough for gazetteer mentions, dates and stories.
Nothing outside this package knows spaCy, natasha or GiNZA. Next: `extractors/entities`, `times`, `quotes`, `claims`.
"""

from extractors.nlp.registry import analyze_texts, is_parsed_language, required_languages

__all__ = ["analyze_texts", "is_parsed_language", "required_languages"]
