"""Claims: who did or plans what, to whom, where, when, with what standing, according to whom, in which sentence.

Language-neutral: words and constructions come from `seeds/events`. The way through: `syntax` (indexes) -> `triggers` (lexicon rows) ->
`operators` (what stands above) -> `arguments`, `coreference`, `geography` (who, where) -> `timing` -> `attribution`, `sources` ->
`factors`, `status` (rule table) -> `dedupe`. Does not belong: comparing claims of different articles (`stories`).
"""

from extractors.claims.find import find_claims

__all__ = ["find_claims"]
