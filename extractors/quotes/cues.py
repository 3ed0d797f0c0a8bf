"""Acts of saying in a text: a verb with its subject, or a phrase like "according to" with the speaker after it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.quotes.describe import known_noun
from extractors.quotes.page import Page
from records.analysis import Sentence, Token

_BARE = frozenset({"AUX", "PRON", "ADV", "PART"})
#: relations through which a verb shares the subject of the verb above it
_SHARING = frozenset({"conj", "xcomp", "advcl", "parataxis", "ccomp", "dep"})
_LABELS = frozenset({"PER", "ORG", "OFFICE", "GPE"})
#: tokens after a verb among which an inverted subject is looked for
_INVERSION_REACH = 12


@dataclass(frozen=True, slots=True)
class Cue:
    """One act of saying; `token` is the verb or the first word of the phrase, `speaker` the word that names who speaks."""

    token: int
    text: str
    speaker: int
    #: "verb" (may report content without marks), "marking" (gives marked words only) or "according"
    kind: str
    #: half-open token range of verb, auxiliaries and subject
    start: int
    end: int
    is_inverted: bool = False
    is_negated: bool = False
    #: "by his account": the possessive stands inside the phrase
    is_possessive: bool = False
    #: opened by "as" ("as the minister said")
    is_as: bool = False


def find_cues(page: Page, sentence: Sentence) -> list[Cue]:
    """Return the acts of saying in a sentence in text order."""
    found: list[Cue] = []
    for index in range(sentence.token_start, sentence.token_end):
        cue = _read_verb(page, sentence, index) or _read_according(page, sentence, index)
        if cue is not None:
            found.append(cue)
    return found


def _read_verb(page: Page, sentence: Sentence, index: int) -> Cue | None:
    token = page.analysis.tokens[index]
    lemma = page.lemmas[index]
    last = index
    if index + 1 < sentence.token_end and f"{lemma} {page.lower[index + 1]}" in page.verbs:
        lemma, last = f"{lemma} {page.lower[index + 1]}", index + 1
    is_saying = lemma in page.verbs
    if not is_saying and lemma not in page.marking:
        return None
    is_verb = token.upos in {"VERB", "AUX"} or page.lower[index] in page.table.forms
    if not is_verb or (token.dep.startswith("aux") and last == index):
        return None
    subject = _suffixed_subject(page, sentence, index)
    is_inverted = subject is not None
    if subject is None and _may_invert(page, token):
        subject = _inverted_subject(page, sentence, index, last)
        is_inverted = subject is not None
    if subject is None:
        if token.upos == "NOUN" or _is_passive(page, index):
            return None
        subject = _find_subject(page, index)
    if subject is None:
        return None
    start, end = _group(page, index, subject)
    end = max(end, last + 1)
    is_as = start > sentence.token_start and page.lower[start - 1] in page.table.as_words
    return Cue(
        index, token.text, subject, "verb" if is_saying else "marking", start, end,
        is_inverted=is_inverted,
        is_negated=any(page.lower[kid] in page.table.negators for kid in page.kids[index]),
        is_as=is_as,
    )  # fmt: skip


def _suffixed_subject(page: Page, sentence: Sentence, index: int) -> int | None:
    """Return a pronoun joined to the verb or its auxiliary by a hyphen ("a-t-il dit", "dit-elle")."""
    for position in range(max(sentence.token_start, index - 2), min(index + 2, sentence.token_end)):
        if page.lower[position].startswith("-") and page.is_pronoun(position):
            return position
    return None


def _may_invert(page: Page, token: Token) -> bool:
    """Tell whether a verb is finite: a bare participle ("asked about …") has no subject behind it."""
    if token.feats.get("VerbForm") not in {"Part", "Ger", "Conv", "Inf"}:
        return True
    if token.feats.get("Tense") != "Past":
        return False
    return any(page.analysis.tokens[kid].upos == "AUX" for kid in page.kids[token.index]) or (
        token.index > 0 and (page.analysis.tokens[token.index - 1].upos == "AUX" or page.table.is_that_optional)
    )


def _is_passive(page: Page, index: int) -> bool:
    """Tell whether a verb's subject is spoken of, not speaking: a passive or a bare participle of the past."""
    token = page.analysis.tokens[index]
    if page.children(index, "nsubj") and not any(
        page.analysis.tokens[kid].dep in {"nsubj:pass", "aux:pass"} for kid in page.kids[index]
    ):
        return False
    if any(page.analysis.tokens[kid].dep == "aux:pass" for kid in page.kids[index]):
        return True
    is_participle = token.feats.get("VerbForm") == "Part" and (
        token.feats.get("Tense") == "Past" or token.feats.get("Voice") == "Pass"
    )
    return is_participle and not page.children(index, "aux", "cop") and token.dep.split(":")[0] in {"acl", "amod"}


def _inverted_subject(page: Page, sentence: Sentence, index: int, last: int) -> int | None:
    """Return the subject that follows its verb where the verb opens a clause of its own ("…, said the minister")."""
    tokens = page.analysis.tokens
    if not _opens_clause(page, sentence, index) or _has_subject_before(page, index):
        return None
    is_impersonal = page.lemmas[index] in page.table.impersonal
    is_one_of = False
    for after in range(last + 1, min(last + _INVERSION_REACH, sentence.token_end)):
        word = page.lower[after]
        if word in {".", ":", ";"} or word in page.table.that:
            return None
        token = tokens[after]
        if token.upos == "VERB" and page.mention_of[after] is None and known_noun(page, after) is None:
            return None
        if page.is_pronoun(after):
            return after
        if (
            word in page.table.one_of
            and after + 1 < sentence.token_end
            and page.lower[after + 1] in page.table.of_words
        ):
            is_one_of = True
        if token.feats.get("Case") in {"Dat", "Acc", "Ins"} and token.dep.split(":")[0] in {"iobj", "obj", "obl"}:
            continue
        if not is_impersonal and not is_one_of and _is_oblique(page, after):
            continue
        mention = page.mention_of[after]
        is_nominative = page.table.has_articles or token.feats.get("Case", "Nom") == "Nom" or is_impersonal
        if mention is not None and is_nominative and (mention.label in _LABELS or mention.kind == "description"):
            return after
        is_noun = token.upos in {"NOUN", "PROPN"} or page.analysis.tokens[after - 1].upos == "DET"
        if is_noun and token.dep not in {"compound", "amod"} and known_noun(page, after):
            return after
        if token.dep == "nsubj" and token.head == index and token.upos in {"NOUN", "PROPN"}:
            return after
    return None


def _opens_clause(page: Page, sentence: Sentence, index: int) -> bool:
    position = index - 1
    while position >= sentence.token_start and page.analysis.tokens[position].upos in _BARE:
        if page.lower[position] in page.table.pronouns_relative or page.is_pronoun(position):
            return False
        position -= 1
    return position < sentence.token_start or page.is_break(position) or page.lower[position] in page.table.as_words


def _has_subject_before(page: Page, index: int) -> bool:
    """Tell whether a subject stands before a verb with no mark or verb between ("a second spokesman, Paul Reed, told")."""
    for kid in page.children(index, "nsubj"):
        if kid < index:
            between = range(kid + 1, index)
            if not page.table.is_that_optional and page.mention_of[kid] is None and known_noun(page, kid) is None:
                return False
            return not any(page.is_mark(p) or page.is_finite(p) for p in between)
    return False


def _is_oblique(page: Page, index: int) -> bool:
    """Tell whether a word hangs on a preposition ("told reporters in Berlin")."""
    position = index
    token = page.analysis.tokens[position]
    if any(page.analysis.tokens[kid].dep == "case" for kid in page.kids[position]):
        return True
    return token.dep.split(":")[0] in {"obl", "nmod", "flat", "compound"} and any(
        page.analysis.tokens[kid].dep == "case" for kid in page.kids[token.head]
    )


def _find_subject(page: Page, index: int) -> int | None:
    """Return the subject of a verb, or that of the verb above it which it shares."""
    tokens = page.analysis.tokens
    current = index
    for _ in range(4):
        for kid in reversed(page.children(current, "nsubj")):
            if page.lower[kid] in page.table.pronouns_relative:
                return tokens[current].head if tokens[current].dep.startswith("acl") else None
            if page.lower[kid] != "-t":
                return kid
        for kid in page.children(current, "expl"):
            if page.is_pronoun(kid):
                return kid
        dep = tokens[current].dep.split(":")[0]
        if dep not in _SHARING:
            return None
        if dep == "ccomp" and tokens[current].feats.get("VerbForm") == "Fin":
            return None
        current = tokens[current].head
    return None


def _group(page: Page, index: int, subject: int) -> tuple[int, int]:
    """Return the half-open token range of a verb with its auxiliaries, adverbs and subject."""
    tokens = page.analysis.tokens
    members = {index, subject}
    members |= {kid for kid in page.kids[index] if tokens[kid].upos in _BARE and abs(kid - index) <= 3}
    mention = page.mention_of[subject]
    sentence = page.sentence(index)
    if mention is not None:
        members |= {
            p
            for p in range(max(sentence.token_start, subject - 12), min(subject + 12, sentence.token_end))
            if page.mention_of[p] is mention
        }
    if subject < index:
        members |= {p for p in page.subtree(subject) if sentence.token_start <= p < index}
    start, end = min(members), max(members) + 1
    while (
        start > sentence.token_start
        and tokens[start - 1].upos in {"DET", "ADJ", "AUX"}
        and not page.is_break(start - 1)
    ):
        start -= 1
    return start, end


def _read_according(page: Page, sentence: Sentence, index: int) -> Cue | None:
    for words in page.according.get(page.lower[index], ()):
        if page.lower[index : index + len(words)] != list(words):
            continue
        first = index + len(words)
        speaker = _named_after(page, sentence, first)
        if speaker is None:
            return None
        end = max(speaker + 1, first)
        if speaker >= index and not page.is_pronoun(speaker):
            while end < sentence.token_end and not page.is_break(end):
                end += 1
        text = page.analysis.text[page.analysis.tokens[index].char_start : page.analysis.tokens[first - 1].char_end]
        return Cue(index, text, speaker, "according", index, end, is_possessive=index <= speaker < first)
    return None


def _named_after(page: Page, sentence: Sentence, first: int) -> int | None:
    tokens = page.analysis.tokens
    if first >= 2 and page.lower[first - 2] in page.table.possessives:
        return first - 2
    for after in range(first, min(first + 9, sentence.token_end)):
        word = page.lower[after]
        if page.lemmas[after] in page.table.pronouns_relative or word in page.table.pronouns_relative:
            return _owner_before(page, sentence, first - 1)
        if (
            (page.is_break(after) and not page.is_mark(after))
            or word in page.table.no_speaker
            or tokens[after].upos == "VERB"
        ):
            return None
        if page.is_pronoun(after):
            return after
        mention = page.mention_of[after]
        if mention is not None and (mention.label in _LABELS or mention.kind == "description"):
            return after
        if tokens[after].upos in {"NOUN", "PROPN"} and known_noun(page, after):
            return after
    return None


def _owner_before(page: Page, sentence: Sentence, index: int) -> int | None:
    """Return whose report a relative "according to which" takes up."""
    for before in range(index - 1, max(sentence.token_start, index - 8) - 1, -1):
        mention = page.mention_of[before]
        if mention is not None and mention.label in {"PER", "ORG", "OFFICE"}:
            return before
    return None


def is_inside(page: Page, cue: Cue, spans: list[tuple[int, int]]) -> bool:
    """Tell whether the verb of an act of saying stands inside one of the spans (characters)."""
    at = page.analysis.tokens[cue.token].char_start
    return any(start <= at < end for start, end in spans)


def is_set_off(page: Page, cue: Cue) -> bool:
    """Tell whether an act of saying stands between commas inside what is said (« Rien, a-t-il dit, ne presse »)."""
    end = cue.end
    tokens = page.analysis.tokens
    while end < len(tokens) and not page.is_break(end):
        end += 1
    first_person = tokens[cue.speaker].feats.get("Person") in {"1", "2"}
    return (
        cue.is_inverted
        and not first_person
        and cue.start > 0
        and page.lower[cue.start - 1] == ","
        and end < len(tokens)
    )
