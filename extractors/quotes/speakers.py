"""Who a speaking word stands for: a mention, an apposition to it, a pronoun's antecedent, or an unnamed person's description."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.quotes.page import Page
from records.annotations import Entity, Mention
from seeds.gazetteer import load_gazetteer

_SPEAKING_LABELS = frozenset({"PER", "ORG", "OFFICE", "GPE"})
#: sentences that a pronoun reaches back
_REACH_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, by canonical name; `entity_id` is None where the person goes unnamed."""

    name: str
    entity_id: str | None = None


def resolve_speaker(page: Page, index: int, recent: list[Speaker]) -> Speaker | None:
    """Return whom a token names as speaker; `recent` are the speakers so far, latest last."""
    word = page.lower[index]
    table = page.table
    if word in table.pronouns_male or word in table.pronouns_female:
        return _resolve_pronoun(page, index, recent)
    mention = page.mention_of[index]
    if mention is not None and mention.label == "PER":
        return _speaker_of(mention)
    beside = _named_beside(page, index)
    if beside is not None:
        return _speaker_of(beside)
    if mention is not None and mention.label in _SPEAKING_LABELS:
        return _speaker_of(mention)
    return _describe(page, index)


def _speaker_of(mention: Mention) -> Speaker | None:
    entity: Entity | None = mention.acting or mention.entity
    return Speaker(entity.name, entity.entity_id) if entity is not None else Speaker(mention.text)


def _named_beside(page: Page, index: int) -> Mention | None:
    """Return the person named right after a role ("a second spokesman, Lin Jian", "le ministre des Transports, Paul Varenne")."""
    tokens = page.analysis.tokens
    for position in range(index + 1, min(index + 14, page.sentence(index).token_end)):
        mention = page.mention_of[position]
        if mention is not None and mention.label == "PER" and mention.kind == "name":
            is_apposed = tokens[position].dep.split(":")[0] in {"appos", "flat"} or page.lower[position - 1] == ","
            return mention if is_apposed else None
        if tokens[position].upos in {"VERB", "AUX", "SCONJ", "CCONJ"} or page.lower[position] in {"»", "”", ";", ":"}:
            return None
    return None


def _resolve_pronoun(page: Page, index: int, recent: list[Speaker]) -> Speaker | None:
    if recent:
        return recent[-1]
    sentence = page.sentence_of[index]
    for position in range(index - 1, -1, -1):
        if sentence - page.sentence_of[position] > _REACH_SENTENCES:
            return None
        mention = page.mention_of[position]
        if mention is not None and mention.label == "PER":
            return _speaker_of(mention)
    return None


def _describe(page: Page, index: int) -> Speaker | None:
    """Return an unnamed speaker as a short English description with the adjective of the state."""
    noun = page.table.people.get(page.lemmas[index]) or page.table.people.get(page.lower[index])
    if noun is None:
        return None
    states = load_gazetteer().states
    for kid in sorted(page.subtree(index)):
        mention = page.mention_of[kid]
        entity = mention.entity if mention is not None and mention.label != "PER" else None
        state = states.get(entity.country_id or "") if entity is not None else None
        if state is not None and state.adjective:
            return Speaker(f"{state.adjective} {noun}")
    return Speaker(noun)
