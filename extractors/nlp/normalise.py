"""Length-preserving normalisation before parsing, so that offsets stay valid."""

from __future__ import annotations

# every replacement is one character for one character: typographic apostrophes confuse the French tokenizer,
# no-break spaces and soft hyphens glue words together
_SAME_LENGTH = str.maketrans({
    "\u2019": "'", "\u02bc": "'", "\u2018": "'",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u200b": " ", "\ufeff": " ",
    "\u2011": "-", "\u2010": "-", "\u00ad": "-",
})  # fmt: skip


def normalise_for_parser(text: str) -> str:
    """Return a text of the same length with ASCII apostrophes, hyphens and plain spaces."""
    return text.translate(_SAME_LENGTH)
