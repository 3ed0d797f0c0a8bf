"""Short English descriptions of speakers who go unnamed ("a senior Turkish official")."""

from __future__ import annotations

from extractors.quotes.page import Page
from records.annotations import Mention
from seeds.gazetteer import load_gazetteer

_MEDIA = frozenset(
    {"agency", "newspaper", "weekly", "broadcaster", "radio", "television", "magazine", "website", "media", "press"}
)


#: nouns that speak for the whole of an office where one is named with them
_OFFICE_VOICES = frozenset({"spokesman", "spokeswoman", "spokesperson", "official"})
_BODIES = frozenset({"ministry", "office", "government", "press service", "police"})


def known_noun(page: Page, index: int) -> str | None:
    """Return the English word for a noun that may speak."""
    people = page.table.people
    return people.get(page.lemmas[index]) or people.get(page.lower[index])


def describe(page: Page, index: int) -> str | None:
    """Return the description of an unnamed speaker: qualities, the state's adjective, the noun; None for a word unknown to speak."""
    noun = known_noun(page, index)
    token = page.analysis.tokens[index]
    own = page.mention_of[index]
    owner, is_whole = "", False
    if own is not None and own.entity is not None and own.entity.kind == "other":
        owner, _, noun = own.entity.name.rpartition(" ")
        is_whole = True
    if noun is None:
        return None
    is_one = any(
        page.lower[p] in page.table.one_of and page.lower[p + 1] in page.table.of_words
        for p in range(max(page.sentence(index).token_start, index - 4), index)
    )
    is_plural = (
        not is_one and token.feats.get("Number") == "Plur" and not noun.endswith(("s", "media", "press", "police"))
    )
    noun = noun + "s" if is_plural else noun
    before: list[str] = []
    after: list[str] = []
    for position in _phrase(page, index):
        if position == index or (is_whole and page.mention_of[position] is own):
            continue
        mention = page.mention_of[position]
        adjective = _state_adjective(mention)
        quality = page.table.qualities.get(page.lemmas[position]) or page.table.qualities.get(page.lower[position])
        if quality is not None and quality in owner.split():
            continue
        if quality is not None:
            (before if quality in {"former", "senior"} else after).append(quality)
        elif adjective is not None and not owner:
            owner = adjective
    return " ".join(dict.fromkeys([*before, *([owner] if owner else []), *after, noun]))


def _phrase(page: Page, index: int) -> list[int]:
    """Return the tokens of a noun phrase up to the next clause, in text order."""
    tokens = page.analysis.tokens
    sentence = page.sentence(index)
    start, end = index, index + 1
    while (
        start > sentence.token_start
        and tokens[start - 1].upos in {"ADJ", "NOUN", "PROPN", "NUM"}
        and not page.is_break(start - 1)
    ):
        start -= 1
    while end < sentence.token_end and end - index < 8:
        if page.is_break(end) and page.lower[end] != "-":
            break
        if tokens[end].upos in {"VERB", "AUX", "SCONJ", "PRON", "CCONJ"}:
            break
        end += 1
    return list(range(start, end))


def _state_adjective(mention: Mention | None) -> str | None:
    entity = mention.entity if mention is not None and mention.label != "PER" else None
    if entity is None or entity.kind not in {"country", "office"}:
        return None
    state = load_gazetteer().states.get(entity.country_id or entity.entity_id)
    adjective = state.adjective if state is not None else None
    if entity.kind == "office" and (adjective is None or not entity.name.startswith(adjective)):
        return entity.name.removesuffix(" Palace")
    return adjective


def names_media(page: Page, index: int) -> bool:
    """Tell whether a noun stands for news media."""
    return known_noun(page, index) in _MEDIA


def names_person(noun: str | None) -> bool:
    """Tell whether an English noun of a description is a person on his own account rather than a body or its voice."""
    return noun is not None and noun not in _BODIES | _MEDIA | _OFFICE_VOICES


def outlet_beside(page: Page, index: int) -> Mention | None:
    """Return the outlet that a noun for media names ("the KCNA news agency", "газета «…»")."""
    if not names_media(page, index):
        return None
    sentence = page.sentence(index)
    for position in [*range(index + 1, index + 4), *range(index - 1, index - 4, -1)]:
        mention: Mention | None = (
            page.mention_of[position] if sentence.token_start <= position < sentence.token_end else None
        )
        if mention is not None and mention.label == "ORG":
            return mention
    return None
