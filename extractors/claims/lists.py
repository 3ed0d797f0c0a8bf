"""Coordinated names: by relation, and by position where the parser hung a list elsewhere."""

from __future__ import annotations

from extractors.claims.syntax import Syntax


def _is_like(syntax: Syntax, one: int, other: int) -> bool:
    """Tell whether two nominals may be coordinated: never a person with a place."""
    left, right = syntax.mention_of(one), syntax.mention_of(other)
    return left is None or right is None or {left.label, right.label} not in ({"PER", "LOC"}, {"PER", "GPE"})


def conjuncts(syntax: Syntax, index: int) -> list[int]:
    """Return a nominal and those coordinated with it."""
    found = [index]
    for current in found:
        for kid in syntax.children(current, "conj"):
            if not syntax.is_verb(kid) and kid not in found and _is_like(syntax, current, kid):
                found.append(kid)
    mentions = [syntax.mention_of(head) for head in found]
    for member in list_members(syntax, index):
        mention = syntax.mention_of(member)
        if mention is None or mention not in mentions:
            found.append(member)
            mentions.append(mention)
    first = _name_before(syntax, min(found))
    if first is not None and syntax.mention_of(first) not in mentions:
        found.append(first)
    return sorted(found)


def _name_before(syntax: Syntax, index: int) -> int | None:
    """Return the name before "and" where the parser took only the second one for the head ("Washington et Séoul accusent")."""
    mention = syntax.mention_of(index)
    if mention is None or not syntax.tokens[index].dep.startswith("nsubj"):
        return None
    start = syntax.sentence(index).token_start
    position = index
    while position > start and syntax.mention_of(position - 1) is mention:
        position -= 1
    if position - 2 < start or syntax.lower[position - 1] not in _AND:
        return None
    other = syntax.mention_of(position - 2)
    if other is None or other.label != mention.label:
        return None
    left = position - 2
    while left > start and syntax.mention_of(left - 1) is other:
        left -= 1
    before = syntax.tokens[left - 1] if left > start else None
    return left if before is None or before.upos in {"PUNCT", "DET", "SCONJ", "PRON"} else None


_LIST_TAGS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "ADP"})


_AND = frozenset({"et", "and", "и", "comme", "puis", "ainsi"})


#: "to A and then B"
_THEN = frozenset({"then", "later", "finally", "ensuite", "enfin", "puis"})


def list_members(syntax: Syntax, index: int) -> list[int]:
    """Return the further names of a list that starts with the mention at a token ("A, B and the minister C"), by position.

    A list ends with "and"; a name after it that has its own verb behind it starts another clause instead.
    """
    first = syntax.mention_of(index)
    if first is None:
        return []
    end = syntax.sentence(index).token_end
    members: list[int] = []
    position = _after_origin(syntax, _end_of_mention(syntax, index), end)
    while position < end - 1:
        separator = syntax.lower[position]
        if separator not in _AND | {","}:
            return []
        last = separator in _AND
        if separator == "," and syntax.lower[position + 1] in _AND:
            position, last = position + 1, True
        target = _next_name(syntax, position + 1, end, first.label)
        if target is None and separator == "," and not last:
            after = _after_apposition(syntax, position + 1, end)
            if after is not None and syntax.lower[after] in _AND | {","}:
                position = after
                continue
        if target is None:
            return []
        members.append(target)
        position = _after_origin(syntax, _end_of_mention(syntax, target), end)
        if last:
            follows_verb = position < end and syntax.tokens[position].upos in {"VERB", "AUX"}
            is_object = any(syntax.is_verb(p) for p in range(syntax.sentence(index).token_start, index))
            if position < end and syntax.lower[position] in _AND and not follows_verb:
                continue
            return [] if follows_verb and is_object and len(members) == 1 else members
    return []


def _after_origin(syntax: Syntax, position: int, end: int) -> int:
    """Return the token after where somebody is from ("A of France and B of Spain")."""
    if position + 1 >= end or syntax.tokens[position].upos != "ADP":
        return position
    if syntax.normal_preposition(position) not in syntax.grammar.words["of"]:
        return position
    for place in range(position + 1, min(position + 3, end)):
        mention = syntax.mention_of(place)
        if mention is not None and mention.label in {"GPE", "LOC"}:
            return _end_of_mention(syntax, place)
    return position


def _after_apposition(syntax: Syntax, start: int, end: int) -> int | None:
    """Return the token after what is put in between commas ("A, the minister of X, and B", "A, who leaves today, and B")."""
    opener = syntax.lower[start] if start < end else ""
    is_relative = opener in syntax.grammar.words["pronouns_relative"]
    for position in range(start, min(start + 16, end - 1)):
        if syntax.lower[position] == ",":
            return position + 1 if syntax.lower[position + 1] in _AND else None
        if syntax.tokens[position].upos not in _LIST_TAGS and not is_relative:
            return None
    return None


def _end_of_mention(syntax: Syntax, index: int) -> int:
    mention = syntax.mention_of(index)
    while index < len(syntax.tokens) and syntax.mention_of(index) is mention:
        index += 1
    return index


def _next_name(syntax: Syntax, start: int, end: int, label: str) -> int | None:
    """Return the next mention of a kind within a few nominal words, or a pronoun that stands right there."""
    for position in range(start, min(start + 9, end)):
        mention = syntax.mention_of(position)
        if mention is not None and (mention.label == label or {mention.label, label} <= {"LOC", "GPE"}):
            return position
        if position == start and syntax.lower[position] in {"lui", "elle", "him", "her"}:
            return position
        is_title = syntax.lower[position] == "," and syntax.lemmas[position - 1] in syntax.grammar.words["role_nouns"]
        if is_title and label == "PER" and position > start:
            continue  # "and the minister of defence, X"
        is_then = position == start and syntax.lower[position] in _THEN
        is_next = is_then and syntax.tokens[position + 1].upos != "ADP"
        if syntax.tokens[position].upos not in _LIST_TAGS and not is_next:
            return None
    return None
