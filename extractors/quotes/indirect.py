"""Reported speech without marks: which stretch of a sentence is what somebody is said to have said."""

from __future__ import annotations

import re

from extractors.quotes.cues import Cue
from extractors.quotes.page import Page

#: shorter contents are set phrases ("as he said")
_MIN_WORDS = 3
#: place, date and agency before the first sentence ("SEOUL, May 3 (Wire) - ")
_DATELINE = re.compile(r"^[^a-zа-яё\n]{3,}?[^\n]{0,60}?\s[—–-]\s")
_THAT_REACH = 14

Span = tuple[int, int]


def find_content(page: Page, cue: Cue) -> Span | None:
    """Return the characters of what an act of saying reports, or None where it reports nothing in so many words."""
    if cue.is_negated:
        return None
    if cue.kind == "marking":
        return _around(page, cue) if cue.is_inverted and _is_aside(page, cue) else None
    if cue.kind == "according":
        return _around(page, cue)
    if cue.is_as:
        return _around(page, cue)
    after = _after_that(page, cue)
    bare = _bare_clause(page, cue) if page.table.is_that_optional and not cue.is_inverted else None
    if bare is not None and (after is None or bare[0] < after[0] - 6):
        return bare
    if after is not None:
        return after
    return _around(page, cue) if _is_aside(page, cue) else None


def _after_that(page: Page, cue: Cue) -> Span | None:
    """Return the clause after "said that"."""
    sentence = page.sentence(cue.token)
    tokens = page.analysis.tokens
    position = max(cue.token, cue.end - 1 if cue.is_inverted else cue.token) + 1
    for index in range(position, min(position + _THAT_REACH, sentence.token_end)):
        word = page.lower[index]
        if word in page.table.that:
            if tokens[index].dep.startswith(("nsubj", "obj", "det")) or tokens[index].upos == "DET":
                return None
            if cue.is_inverted and page.lower[index - 1] == ",":
                return None
            return _cut(page, cue, index + 1, sentence.token_end)
        is_verb = tokens[index].upos == "VERB" and page.mention_of[index] is None
        if is_verb or word in {";", ":"} or page.is_mark(index):
            return None
        if word == "," and not (index + 1 < sentence.token_end and page.lower[index + 1] in page.table.that):
            return None
    return None


def _bare_clause(page: Page, cue: Cue) -> Span | None:
    """Return the clause that follows its verb without an opening word."""
    tokens = page.analysis.tokens
    for kid in page.children(cue.token, "ccomp"):
        first = min(page.subtree(kid))
        if kid > cue.token and first > cue.token and first - cue.token <= _THAT_REACH:
            if any(page.is_mark(p) or page.lower[p] in {":", ";"} for p in range(cue.token + 1, first)):
                return None
            if page.lower[first] in page.table.question_words:
                return None
            if tokens[kid].feats.get("VerbForm") == "Inf" and not page.children(kid, "nsubj", "csubj"):
                return None
            return _cut(page, cue, first, page.sentence(cue.token).token_end)
    return None


def _is_aside(page: Page, cue: Cue) -> bool:
    """Tell whether an act of saying stands behind or inside its content, set off by a comma."""
    sentence = page.sentence(cue.token)
    if cue.start <= sentence.token_start or page.lower[cue.start - 1] not in {",", "—", "–"}:
        return False
    if cue.is_inverted:
        return True
    if not page.table.is_that_optional:
        return page.table.lang == "ru" and page.is_pronoun(cue.speaker)
    last = cue.token + 1
    return not any(kid > last for kid in page.children(cue.token, "ccomp", "xcomp", "obj"))


def _around(page: Page, cue: Cue) -> Span | None:
    """Return the content before an act of saying at the end, after one at the start, the better part beside one inside."""
    sentence = page.sentence(cue.token)
    left = _left(page, cue, sentence.token_start)
    right_start = cue.end
    while (
        right_start < sentence.token_end
        and page.lower[right_start] not in {",", ";", ":", "."}
        and not page.is_mark(right_start)
    ):
        right_start += 1
    has_right = right_start + 3 < sentence.token_end and page.lower[right_start] == ","
    opens = cue.start - (1 if cue.is_as else 0) <= _clause_start(page, cue, sentence.token_start)
    if opens:
        return _cut(page, cue, right_start + 1, sentence.token_end) if has_right else None
    if cue.speaker < cue.start and cue.kind == "according" and not cue.is_possessive:
        return _cut(page, cue, cue.end, sentence.token_end)  # "…, according to which …"
    if left is not None and _hangs(page, left[1] - 1):
        return None
    is_clause = left is not None and _has_verb(page, left)
    has_right = has_right and not _leads_away(page, right_start + 1)
    if cue.kind == "according" and page.lower[cue.start - 1] != "," and cue.end + 1 < sentence.token_end:
        return None
    if is_clause and left is not None and not (has_right and cue.kind == "according"):
        return _chars(page, left)
    if has_right and not _has_noun(page, _last_part(page, left)):
        return _cut(page, cue, right_start + 1, sentence.token_end)
    return None


def _leads_away(page: Page, index: int) -> bool:
    """Tell whether a clause is the article's own: relative, or coordinated with what was said."""
    words = page.lower[index : index + 2]
    lemmas = page.lemmas[index : index + 2]
    relative = page.table.pronouns_relative
    return page.analysis.tokens[index].upos == "CCONJ" or any(w in relative for w in [*words, *lemmas])


def _hangs(page: Page, index: int) -> bool:
    """Tell whether a stretch breaks off at a word that opens a clause ("those who, he said, …")."""
    word = page.lower[index]
    return (
        word in page.table.that or word in page.table.pronouns_relative or page.analysis.tokens[index].upos == "CCONJ"
    )


def _last_part(page: Page, span: Span | None) -> Span | None:
    """Return what stands after the last comma of a stretch, None where that has a verb: then what follows is whole."""
    if span is None:
        return None
    first = next((p + 1 for p in range(span[1] - 1, span[0] - 1, -1) if page.lower[p] == ","), span[0])
    return None if _has_verb(page, (first, span[1])) else (first, span[1])


def _has_noun(page: Page, span: Span | None) -> bool:
    """Tell whether a stretch without a verb holds a noun free of prepositions: the subject of what follows."""
    if span is None:
        return False
    tokens = page.analysis.tokens
    nouns = (p for p in range(*span) if tokens[p].upos in {"NOUN", "PROPN", "PRON"})
    return any(not page.children(p, "case") and tokens[p].dep.split(":")[0] not in {"flat", "compound"} for p in nouns)


def _clause_start(page: Page, cue: Cue, first: int) -> int:
    """Return the first token after the last semicolon or colon before an act of saying."""
    for index in range(cue.start - 1, first - 1, -1):
        if page.lower[index] in {";", ":"}:
            return index + 1
    return first


def _left(page: Page, cue: Cue, first: int) -> Span | None:
    start = _clause_start(page, cue, first)
    last = cue.start
    while (
        last > start
        and page.analysis.tokens[last - 1].upos == "PUNCT"
        and page.lower[last - 1] not in {"»", "”", '"', ")"}
    ):
        last -= 1
    if last <= start:
        return None
    if page.lower[cue.start - 1] not in {",", "—", "–", "»", "”"} and cue.kind != "according":
        return None
    return start, last


def _has_verb(page: Page, span: Span) -> bool:
    return any(
        page.analysis.tokens[p].feats.get("VerbForm") == "Fin" or page.analysis.tokens[p].upos in {"VERB", "AUX"}
        for p in range(*span)
    )


def _cut(page: Page, cue: Cue, first: int, end: int) -> Span | None:
    """Return the characters from a token to the end of the reported clause, without trailing remarks about the speaker."""
    tokens = page.analysis.tokens
    depth = 0
    for index in range(first, end):
        word = page.lower[index]
        depth += (word in {"«", "“", "„"}) - (word in {"»", "”"})
        if word == ";" and depth <= 0 and cue.kind != "according":
            end = index
            break
        is_border = word == "," and index + 1 < end
        remark = index + 1 if is_border else index if _turns_back(page, cue, index, end) else None
        if remark is not None and index > first + 2 and _is_remark(page, cue, remark):
            end = index
            break
    while end > first and tokens[end - 1].upos == "PUNCT" and page.lower[end - 1] not in {"»", "”", '"', ")"}:
        end -= 1
    return _chars(page, (first, end))


def _turns_back(page: Page, cue: Cue, index: int, end: int) -> bool:
    """Tell whether a "but" without a comma goes on with the speaker: its verb is coordinated with the verb of saying."""
    if page.lower[index] not in page.table.contrast:
        return False
    verb = next((p for p in range(index + 1, end) if page.analysis.tokens[p].upos == "VERB"), None)
    return verb is not None and page.analysis.tokens[verb].head == cue.token


def _is_remark(page: Page, cue: Cue, index: int) -> bool:
    """Tell whether a clause after a comma is about the speaker: coordinated with the act of saying, or "without …"."""
    word = page.lower[index]
    if word in page.table.trailing:
        return True
    tokens = page.analysis.tokens
    if word in page.table.contrast:
        end = page.sentence(index).token_end
        return not any(tokens[p].dep.startswith(("nsubj", "expl")) for p in range(index, end))
    for kid in page.children(cue.token, "conj", "advcl"):
        if kid > index and min(page.subtree(kid)) >= index - 1 and min(page.subtree(kid)) <= index + 1:
            return page.lower[min(page.subtree(kid))] not in page.table.that and tokens[kid].dep.startswith(
                ("conj", "advcl")
            )
    return tokens[index].feats.get("VerbForm") == "Conv"


def _chars(page: Page, span: Span) -> Span | None:
    first, end = span
    if end <= first:
        return None
    tokens, text = page.analysis.tokens, page.analysis.text
    start, stop = tokens[first].char_start, tokens[end - 1].char_end
    dateline = _DATELINE.match(text[start:stop]) if first == page.sentence(first).token_start else None
    if dateline is not None:
        start += dateline.end()
    if len(re.findall(r"\w+", text[start:stop])) < _MIN_WORDS:
        return None
    return start, stop
