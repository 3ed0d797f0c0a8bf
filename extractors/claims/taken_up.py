"""Pronouns that take up a visit of the sentence before as what takes place or is put off: "It will take place in May"."""

from __future__ import annotations

from extractors.claims.coreference import OPEN_STATUSES, Discourse
from extractors.claims.lexicon import Row
from extractors.claims.operators import operator_kinds
from extractors.claims.syntax import Syntax
from extractors.claims.triggers import Trigger
from records.analysis import Sentence

_MOVED = frozenset({"postpone", "cancel", "advance", "schedule"})


def find_taken_up(
    syntax: Syntax, rows: dict[str, tuple[Row, ...]], sentence: Sentence, discourse: Discourse
) -> list[Trigger]:
    """Return a trigger at each pronoun that is subject of an event's verb, read as the visit noun that it takes up."""
    visit = discourse.visits[-1] if discourse.visits else None
    if visit is None or visit.token < 0 or visit.status not in OPEN_STATUSES or visit.paragraph != sentence.paragraph:
        return []
    noun = syntax.tokens[visit.token]
    row = next(
        (r for r in rows.get(syntax.lemmas[visit.token], ()) if r.event.type == "visit" and len(r.words) == 1), None
    )
    if row is None or row.frame.kind != "noun" or visit.sentence != sentence.index - 1 or noun.upos != "NOUN":
        return []
    known = syntax.grammar.words.get("pronouns_of_events", ())
    found = []
    for index in range(sentence.token_start, sentence.token_end):
        if syntax.lower[index] not in known or not syntax.tokens[index].dep.startswith(("nsubj", "expl")):
            continue
        gender, own = (syntax.tokens[p].feats.get("Gender") for p in (visit.token, index))
        if gender and own and gender != own and syntax.grammar.lang != "en":
            continue
        if _befalls_event(syntax, index):
            found.append(Trigger(row, index))
    return found[:1]


def _befalls_event(syntax: Syntax, pronoun: int) -> bool:
    """Tell whether the pronoun's verb is said of events only ("take place"), or puts its subject off in the passive."""
    head = syntax.tokens[pronoun].head
    verbs = [head, *syntax.children(head, "xcomp")]
    for verb in verbs:
        for phrase in syntax.grammar.words.get("take_place", ()):
            lemma, _, complement = phrase.partition(" ")
            behind = syntax.lower[verb + 1 : verb + 4]
            if syntax.lemmas[verb] == lemma and (not complement or complement in behind):
                return True
    is_passive = syntax.tokens[pronoun].dep.endswith(":pass")
    return is_passive and any(
        operator_kinds(syntax, verb)[:1] and operator_kinds(syntax, verb)[0] in _MOVED for verb in verbs
    )
