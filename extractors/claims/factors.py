"""The factors that decide a claim's status, read from the words around its trigger.

tense, kind (verb, noun, phrase), type, operator (nearest telling one), operator_negated, negated, hypothetical, question, noncommittal,
conditional_report, believed, phase, date (past, yesterday, today, future, none), date_status, since_date, source_kind
(article, self, party, official, third, media, unnamed), context (status of the visit under discussion), matrix (verb of saying).
"""

from __future__ import annotations

import datetime as dt

from extractors.claims.attribution import Report
from extractors.claims.operators import Operator, is_negated, operator_kinds
from extractors.claims.owners import owner_of
from extractors.claims.scope import Scope, comes_after, is_told_of, is_upcoming
from extractors.claims.status import Factors
from extractors.claims.tense import read_tense
from extractors.claims.timing import When

_TELLING = (
    "cancel", "postpone", "advance", "deny", "refuse", "accuse", "call_on", "possible", "expect", "hope", "prepare", "accept",
    "intend", "schedule", "begin", "continue", "end",
)  # fmt: skip


def read_factors(scope: Scope, when: When, report: Report | None, anchor_on: dt.date) -> Factors:
    """Return the factors of one trigger; `source_kind` and `context` are added by the caller."""
    syntax, chain, frame = scope.syntax, scope.chain, scope.trigger.row.frame
    factors: Factors = {"kind": frame.kind, "type": scope.trigger.row.event.type}
    factors["tense"] = event_tense(scope)
    operator = _telling_operator(scope)
    if operator is not None:
        factors["operator"] = operator.kind
        factors["matrix"] = operator.lemma
        if operator.tense == "past":
            factors["operator_past"] = "yes"
        if operator.is_negated:
            factors["operator_negated"] = "yes"
    elif frame.kind == "noun" and _is_in_preparation(scope):
        factors["operator"] = "prepare"
    elif (
        frame.kind == "verb"
        and scope.trigger.row.event.type == "aid"
        and "intend" in operator_kinds(syntax, scope.index)
    ):
        factors["operator"] = "intend"
    elif frame.implies:
        factors["operator"] = frame.implies
    if operator is None and is_upcoming(scope):
        factors["upcoming"] = "yes"
    if operator is None and (_is_hedged(scope) or _is_uncertain(scope)):
        factors["operator"] = "expect"
    if frame.kind == "verb" and _is_under_review(scope):
        factors["reviewed"] = "yes"
    if _is_unfulfilled(scope):
        factors["unfulfilled"] = "yes"
    if _is_unconfirmed(scope):
        factors["unconfirmed"] = "yes"
    if _is_noncommittal(scope):
        factors["noncommittal"] = "yes"
    if scope.trigger.row.event.speech_act:
        factors["speech_act"] = "yes"
    is_aside = chain.is_adjunct and frame.kind == "noun"
    if (
        chain.anchor is not None
        and not is_aside
        and is_negated(syntax, chain.anchor)
        and (operator is None or operator.index != chain.anchor)
    ) or any(op.kind == "light" and op.is_negated and op.relation == "xcomp" for op in chain.operators):
        factors["negated"] = "yes"
        anchor = scope.index if chain.anchor is None else chain.anchor
        reach = range(max(0, anchor - 3), min(len(syntax.tokens), anchor + 2))
        if any(syntax.lower[p] in syntax.grammar.words["no_longer"] for p in reach):
            factors["no_longer"] = "yes"
    if frame.kind == "noun" and _is_a_day_of_it(scope):
        factors["day_of"] = "yes"
    if frame.kind == "noun" and is_told_of(scope):
        factors["told_of"] = "yes"
    if chain.is_hypothetical and scope.trigger.row.event.type != "threat":
        factors["hypothetical"] = "yes"
    if frame.phase:
        factors["phase"] = frame.phase
    elif frame.kind == "noun" and _is_on_it(scope):
        factors["phase"] = "be"
    if frame.kind == "noun" and _is_no(scope):
        factors["negated"] = "yes"
    if is_question(scope):
        factors["question"] = "yes"
    if factors["tense"] == "conditional" and not _is_future_in_past(scope, report):
        factors["conditional_report"] = "yes"
    if report is not None:
        factors["report"] = report.lemma
        if report.lemma in syntax.grammar.reporting["believing"]:
            factors["believed"] = "yes"
    factors["date"] = relate_date(when, anchor_on)
    factors["date_status"] = when.date_status
    factors["granularity"] = when.granularity or ""
    if when.edge in {"since", "until"}:
        factors[when.edge] = "yes"
    if when.edge == "since-unit":
        factors["since_date"] = "yes"
    return factors


def _telling_operator(scope: Scope) -> Operator | None:
    """Return the operator that tells most; what is alleged and then denied by others stays alleged."""
    operators = scope.chain.operators
    if scope.trigger.row.frame.kind == "phrase" and scope.syntax.grammar.cases:
        operators = [op for op in operators if op.kind != "accept"]  # "принял его с визитом": received, not accepted
    found = next((op for kind in _TELLING for op in operators if op.kind == kind), None)
    if found is not None and found.kind == "call_on" and not scope.syntax.is_verb(found.index):
        found = scope.chain.has("accept") or found  # "accepted the invitation to visit X"
    accuser = scope.chain.has("accuse")
    is_named = accuser is not None and (scope.syntax.is_verb(accuser.index) or bool(owner_of(scope, accuser.index)))
    if found is not None and accuser is not None and is_named and found.kind in {"deny", "refuse"}:
        return accuser if operators.index(accuser) < operators.index(found) else found
    return found


def _is_hedged(scope: Scope) -> bool:
    """Tell whether an inserted phrase near the event word marks it as expected only ("как ожидается")."""
    syntax, index = scope.syntax, scope.index
    start = max(syntax.sentence(index).token_start, index - 8)
    text = " ".join(syntax.lower[start : min(index + 8, syntax.sentence(index).token_end)])
    return any(phrase in text for phrase in syntax.grammar.words["hedges"])


def _is_uncertain(scope: Scope) -> bool:
    """Tell whether an adjective makes the event a mere possibility ("une éventuelle venue", "a possible trip")."""
    syntax = scope.syntax
    doubtful = syntax.grammar.words.get("doubtful", ())
    near = [*syntax.children(scope.index, "amod"), syntax.tokens[scope.index].head]
    if syntax.tokens[scope.index].dep == "obj":  # "a jugé possible une rencontre"
        near += syntax.children(syntax.tokens[scope.index].head, "advmod", "xcomp", "amod")
    elif syntax.tokens[scope.index].dep.startswith("nsubj"):  # "a meeting was possible"
        near += syntax.children(syntax.tokens[scope.index].head, "xcomp", "acomp")
    return any(syntax.lemmas[position] in doubtful for position in near)


def _is_unconfirmed(scope: Scope) -> bool:
    """Tell whether somebody does not confirm the event: he neither announces nor denies it."""
    operators = scope.chain.operators
    confirm = next((op for op in operators if op.lemma in scope.syntax.grammar.operators["confirm"]), None)
    if confirm is None:
        return False
    above = operators[operators.index(confirm) + 1 :]
    return confirm.is_negated or any(op.kind == "refuse" or op.is_negated for op in above)


def _is_noncommittal(scope: Scope) -> bool:
    """Tell whether the sentence says that somebody neither confirms nor denies."""
    syntax = scope.syntax
    sentence = syntax.sentence(scope.index)
    text = syntax.analysis.text[sentence.char_start : sentence.char_end].casefold().replace("’", "'")
    return any(phrase in text for phrase in syntax.grammar.words["noncommittal"])


def _is_a_day_of_it(scope: Scope) -> bool:
    """Tell whether the sentence speaks of a day of the event ("on the second day of his visit", "au dernier jour de la visite")."""
    syntax = scope.syntax
    before = " ".join(syntax.lower[max(0, scope.index - 6) : scope.index])
    if any(phrase in before for phrase in syntax.grammar.words.get("midway", ())):
        return True
    head = syntax.tokens[scope.index].head
    if head == scope.index or syntax.lemmas[head] not in syntax.grammar.words["day_nouns"]:
        return False
    return syntax.first(head, "amod") is not None and syntax.preposition(head) != ""


def _is_on_it(scope: Scope) -> bool:
    """Tell whether somebody "is on" a visit, whatever adjectives come between ("is on a farewell visit to X")."""
    syntax, index = scope.syntax, scope.index
    if syntax.grammar.lang != "en" or syntax.lower[syntax.tokens[index].head] not in {"is", "are", "'s", "was", "were"}:
        return False
    return syntax.preposition(index) == "on"


def _is_no(scope: Scope) -> bool:
    """Tell whether an event noun is said not to be ("no trip to X is planned", "aucune visite n'est prévue")."""
    syntax = scope.syntax
    return any(syntax.lower[kid] in {"no", "aucun", "aucune"} for kid in syntax.children(scope.index, "det"))


def _is_under_review(scope: Scope) -> bool:
    """Tell whether somebody reviews a policy or refusal of the act ("will reconsider its policy of not supplying arms")."""
    syntax = scope.syntax
    words = syntax.grammar.words.get("reviewing", ())
    return any(syntax.lemmas[above] in words for above in list(syntax.ancestors(scope.index))[:3])


def _is_unfulfilled(scope: Scope) -> bool:
    """Tell whether the rest of the sentence says that what was expected did not come about ("…, which never happened")."""
    syntax = scope.syntax
    start, end = syntax.tokens[scope.index].char_end, syntax.sentence(scope.index).char_end
    text = syntax.analysis.text[start:end].casefold().replace("’", "'")
    return any(phrase in text for phrase in syntax.grammar.words.get("unfulfilled", ()))


def _is_in_preparation(scope: Scope) -> bool:
    """Tell whether the sentence goes on to say that the event is in preparation ("is in the works", "est à l'étude")."""
    syntax = scope.syntax
    before = range(max(syntax.sentence(scope.index).token_start, scope.index - 8), scope.index)
    if any(syntax.lemmas[p] in syntax.grammar.words.get("preparations", ()) for p in before):
        return True
    if not syntax.tokens[scope.index].dep.startswith(("nsubj", "root")):
        return False
    start = syntax.tokens[scope.index].char_end
    text = (
        syntax.analysis.text[start : min(start + 110, syntax.sentence(scope.index).char_end)]
        .casefold()
        .replace("’", "'")
    )
    return any(phrase in text for phrase in syntax.grammar.words["in_preparation"])


def event_tense(scope: Scope) -> str:
    """Return the tense that places the event in time: of its own verb, else of the first finite verb above it."""
    if scope.trigger.row.frame.kind == "phrase" and any(scope.syntax.children(scope.index, "cop")):
        return read_tense(scope.syntax, scope.index)  # "était du voyage", "sera en visite"
    if scope.trigger.row.frame.kind != "verb":
        light = scope.chain.has("light", "begin", "continue", "end")
        if light is not None and light.tense not in {"below"}:
            return _finite_above(scope, light.index)
        first = scope.chain.operators[0] if scope.chain.operators else None
        if first is not None and first.tense != "below" and not scope.chain.is_embedded:
            return first.tense
        if scope.syntax.grammar.cases and scope.chain.verbs and _shares_verb(scope):
            return _finite_above(scope, scope.chain.verbs[0])
        return "perfect" if scope.chain.is_adjunct and comes_after(scope) else "none"
    return _finite_above(scope, scope.index)


def _shares_verb(scope: Scope) -> bool:
    """Tell whether an adjunct happened with its verb ("принимал его с визитом", "на встрече с X она пригрозила")."""
    if scope.trigger.row.frame.kind == "phrase":
        return True
    is_told = read_tense(scope.syntax, scope.chain.verbs[0]) == "past" and scope.chain.is_adjunct
    is_where = scope.syntax.preposition(scope.index) in scope.syntax.grammar.words["inside"]
    return is_told and is_where and scope.trigger.row.event.type in {"meeting", "call"}


def _finite_above(scope: Scope, verb: int) -> str:
    syntax = scope.syntax
    tense = read_tense(syntax, verb)
    current = verb
    for _ in range(3):
        if tense not in {"infinitive", "participle"}:
            return tense
        token = syntax.tokens[current]
        if token.head == current and tense == "infinitive":
            return "future"  # a headline's "X to visit Y"
        if token.dep.split(":")[0] == "acl" or token.head == current:
            break
        above = token.head if any(syntax.children(token.head, "cop")) else syntax.governing_verb(current)
        if above is None:
            break
        if tense == "participle" and token.dep.split(":")[0] in {"acl", "advcl", "amod"}:
            is_ahead = token.dep.startswith("advcl") and read_tense(syntax, above) == "future"
            return "past" if token.feats.get("Tense") == "Past" and not is_ahead else read_tense(syntax, above)
        tense, current = read_tense(syntax, above), above
    if tense == "participle":
        return "past" if syntax.tokens[verb].feats.get("Tense") == "Past" else "present"
    return tense


def is_question(scope: Scope) -> bool:
    """Tell whether the sentence asks."""
    sentence = scope.syntax.sentence(scope.index)
    text = scope.syntax.analysis.text[sentence.char_start : sentence.char_end]
    return text.rstrip("»”\"' ").endswith("?") or text.lstrip('«“" ').casefold().replace("’", "'").startswith(
        ("qu'il", "qu'elle", "que le", "que la")
    )


def _is_future_in_past(scope: Scope, report: Report | None) -> bool:
    """Tell whether a conditional only shifts a future into reported past speech ("a dit que X se rendrait", "said he would go")."""
    syntax = scope.syntax
    if syntax.grammar.lang == "en":
        return True
    if report is None:  # "son entourage a fait savoir qu'il irait": the speaker is nobody the engine knows
        verbs = syntax.grammar.reporting["verbs"]
        above = [v for v in list(syntax.ancestors(scope.index))[:2] if syntax.lemmas[v] in verbs and v < scope.index]
        return any(read_tense(syntax, verb) in {"past", "perfect"} for verb in above)
    if report.is_according:
        return False
    return report.verb < scope.index and read_tense(syntax, report.verb) in {"past", "perfect"}


def relate_date(when: When, anchor_on: dt.date) -> str:
    """Return where the event's time lies against the day of publication."""
    start, end = when.t_start, when.t_end
    if start is None and end is None:
        return "none"
    if end is not None and end <= anchor_on:
        return "yesterday" if end == anchor_on else "past"
    if start is not None and start > anchor_on:
        return "future"
    if start is None and end is not None:
        return "future" if end > anchor_on + dt.timedelta(days=1) else "today"
    if end is None and start is not None and start < anchor_on:
        return "past" if when.granularity in {"month", "year"} else "yesterday"
    if end is not None and end - (start or end) > dt.timedelta(days=6):
        return "future" if when.date_status != "fixed" or end > anchor_on + dt.timedelta(days=7) else "today"
    return "today"
