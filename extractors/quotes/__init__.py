"""Who said what: direct and indirect quotations of a text with their speakers.

Steps: `marks` (marked fragments) and `cues` (acts of saying with their `speakers`) -> `direct` and `indirect` -> `find`.
The words of each language are data: `seeds/languages/<xx>.quotes.toml`. Claims take the speaker of a direct quotation from here.
"""

from extractors.quotes.find import find_quotes

__all__ = ["find_quotes"]
