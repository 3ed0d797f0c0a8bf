"""Mentions of people, states, offices, places and organisations in an analysed text, linked to the gazetteer.

Steps: `words` (plain words and gazetteer forms) -> `names` -> `people` -> `called_after` -> `places` -> `roles` and `holders` -> `find`.
Pronouns and "the two leaders" are not resolved here but where claims are made.
"""

from extractors.entities.find import find_mentions, find_names

__all__ = ["find_mentions", "find_names"]
