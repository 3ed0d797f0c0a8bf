"""Who the text says a statement comes from: verbs of saying before, after and inside it, "according to", quotation marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.claims.appositions import serves
from extractors.claims.clauses import relative_antecedent
from extractors.claims.coreference import Discourse
from extractors.claims.geography import state_adjective
from extractors.claims.impersonal import acting_place
from extractors.claims.operators import Chain
from extractors.claims.parties import Party, acting_party
from extractors.claims.resolve import resolve_parties
from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax
from extractors.claims.tense import is_conditional_form
from extractors.claims.triggers import Trigger, is_attributive
from records.analysis import Sentence
from records.annotations import Quote
from seeds.events import load_grammar

_OPENERS = frozenset({"«", "“", '"', "„"})
_INVERTED = frozenset({"-il", "-elle", "-t-il", "-t-elle"})
_CLOSERS = frozenset({"»", "”", '"', "“"})


@dataclass(frozen=True, slots=True)
class Report:
    """One act of saying: who, with which verb, over which tokens of the sentence."""

    verb: int
    lemma: str
    source: Party | None
    #: "named", "unnamed" or "media"
    kind: str
    token_start: int
    token_end: int
    is_according: bool = False
    #: "according to which": nearer than any other act of saying
    is_relative: bool = False


def find_reports(syntax: Syntax, discourse: Discourse, sentence: Sentence) -> list[Report]:
    """Return the acts of saying in a sentence in text order."""
    found: list[Report] = []
    for index in range(sentence.token_start, sentence.token_end):
        report = _read_verb(syntax, discourse, sentence, index) or _read_according(syntax, discourse, sentence, index)
        if report is not None:
            found.append(report)
    return found


def _scope_at(syntax: Syntax, discourse: Discourse, index: int) -> Scope:
    from extractors.claims.lexicon import NO_ROW

    return Scope(syntax, discourse, Trigger(NO_ROW, index), Chain())


def _read_verb(syntax: Syntax, discourse: Discourse, sentence: Sentence, index: int) -> Report | None:
    token = syntax.tokens[index]
    if token.upos not in {"VERB", "ADJ"} and not (token.upos == "AUX" and not token.dep.startswith("aux")):
        return None
    if not _is_reporting(syntax, index) or is_attributive(syntax, index):
        return None
    subject = _speaker_token(syntax, sentence, index)
    if subject is None:
        return None
    scope = _scope_at(syntax, discourse, index)
    parties = resolve_parties(scope, subject)
    if syntax.lemmas[subject] in syntax.grammar.words["counterpart_nouns"] and syntax.mention_of(subject) is None:
        described = describe_speaker(syntax, subject)
        parties = [] if described[0] is not None else parties  # "собеседник издания": a source, nobody's counterpart
    source, kind = (parties[0], "named") if parties else describe_speaker(syntax, subject)
    if source is not None and source.kind == "place":
        return None
    first, last = _reach(syntax, sentence, index, subject)
    return Report(index, syntax.lemmas[index], source, kind, first, last)


def _is_reporting(syntax: Syntax, index: int) -> bool:
    lemma = syntax.lemmas[index]
    verbs = syntax.grammar.reporting["verbs"]
    if lemma in verbs:
        return True
    following = syntax.lower[index + 1] if index + 1 < len(syntax.tokens) else ""
    next_lemma = syntax.lemmas[index + 1] if index + 1 < len(syntax.tokens) else ""
    reflexive = f"se {lemma}" in verbs or f"s'{lemma}" in verbs
    if reflexive and index and syntax.lower[index - 1] in {"se", "s'", "est"}:
        return True
    return f"{lemma} {following}" in verbs or f"{lemma} {next_lemma}" in verbs


def _speaker_token(syntax: Syntax, sentence: Sentence, index: int) -> int | None:
    """Return the subject of a verb of saying: by relation, else by inversion (right after it)."""
    if syntax.first(index, "aux:pass") is not None and not syntax.grammar.cases:
        by = syntax.grammar.words["by"]  # "was confirmed by X"; "it will be announced" has no speaker
        agents = (k for k in syntax.children(index, "obl", "obl:agent") if syntax.preposition(k) in by and k > index)
        return next(agents, None)
    if syntax.first(index, "aux:pass") is not None and next(syntax.children(index, "obl:agent"), None) is None:
        return None  # "она будет объявлена": the subject is what is said
    for kid in syntax.subjects(index):
        return kid
    token = syntax.tokens[index]
    place = acting_place(syntax, index)
    if place is not None:
        return place
    for position in range(max(index - 2, sentence.token_start), index):
        if syntax.lower[position] in _INVERTED:
            return position  # "a-t-elle indiqué"
    author = _author_of_document(syntax, index)
    if author is not None:
        return author
    if token.dep == "conj" and syntax.is_verb(token.head):
        for kid in syntax.children(token.head, "nsubj"):
            if kid < index:
                return kid
    if _is_inverted(syntax, sentence, index):
        for position in range(index + 1, min(index + 8, sentence.token_end)):
            if syntax.tokens[position].upos in {"NOUN", "PROPN"} and syntax.time_at.get(position) is None:
                return position
            if syntax.lower[position] in {",", ".", *syntax.grammar.words["that"]}:
                break
    if token.dep in {"xcomp", "advcl", "conj"}:
        for kid in syntax.children(token.head, "nsubj"):
            return kid
    return None


def _author_of_document(syntax: Syntax, verb: int) -> int | None:
    """Return whose document says something ("говорится в сообщении МИД", "отмечается в заявлении Кремля")."""
    if syntax.lemmas[verb] not in syntax.grammar.reporting.get("of_documents", ()):
        return None
    documents = syntax.grammar.reporting["documents"]
    for noun in syntax.children(verb, "obl"):
        if syntax.lemmas[noun] in documents:
            owners = [k for k in syntax.children(noun, "nmod", "amod") if syntax.mention_of(k) is not None]
            below = [k for k in sorted(syntax.subtree(noun) - {noun}) if syntax.mention_of(k) is not None]
            return next(iter(owners or below), None)  # "в сообщении на сайте Кремля"
    return None


def _is_inverted(syntax: Syntax, sentence: Sentence, index: int) -> bool:
    position = index - 1
    while position >= sentence.token_start and syntax.tokens[position].upos in {"AUX", "PRON", "ADV"}:
        position -= 1
    return position >= sentence.token_start and (syntax.lower[position] == "," or syntax.lower[position] in _CLOSERS)


def _reach(syntax: Syntax, sentence: Sentence, index: int, subject: int) -> tuple[int, int]:
    """Return the token range that an act of saying covers: what precedes it where it is inserted or inverted, else what follows."""
    start, end = sentence.token_start, sentence.token_end
    if syntax.lemmas[index] in syntax.grammar.operators["deny"] and syntax.first(index, "obj") is not None:
        return index, end  # "A accused B, C denied it": what precedes is not C's
    group = [index, subject, *syntax.children(index, "aux"), *(k for k in syntax.subtree(subject) if k < index)]
    left = min(group)
    while left > start and syntax.tokens[left - 1].upos in {"DET", "ADJ"}:
        left -= 1
    inverted = subject > index or any(k < subject < index for k in syntax.children(index, "aux"))
    before = syntax.lower[left - 1] if left > start else ""
    has_clause = any(syntax.tokens[k].dep in {"ccomp", "xcomp"} and k > index for k in syntax.children(index)) or any(
        syntax.lower[p] in syntax.grammar.words["that"] for p in range(index + 1, min(index + 5, end))
    )
    is_tail = before in _CLOSERS | {","} and left > start + 1
    if (inverted and is_tail) or (is_tail and not has_clause) or (inverted and left > start and not has_clause):
        border = next((p for p in range(left - 1, start, -1) if syntax.lower[p] == ";"), start)
        tail_end = (
            end
            if inverted and before in {","} and any(syntax.lower[p] == "," for p in range(max(index, subject), end))
            else left
        )
        tail_end = next((p for p in range(max(index, subject), tail_end) if syntax.lower[p] == ";"), tail_end)
        return border, tail_end if _continues(syntax, max(index, subject), end) else left
    border = next((p for p in range(index, end) if syntax.lower[p] == ";" and not _tells_on(syntax, p, end)), end)
    return index, border


def _tells_on(syntax: Syntax, semicolon: int, end: int) -> bool:
    """Tell whether what follows a semicolon is still reported ("said that the visit was off; he would go to X only")."""
    near = range(semicolon + 1, min(semicolon + 6, end))
    return any(syntax.lower[p] == "would" or is_conditional_form(syntax, p) for p in near)


def _continues(syntax: Syntax, position: int, end: int) -> bool:
    """Tell whether the statement goes on after an inserted act of saying ("…, a-t-il dit, et …")."""
    commas = [p for p in range(position, end) if syntax.lower[p] == ","]
    return bool(commas) and end - commas[0] > 4


def _read_according(syntax: Syntax, discourse: Discourse, sentence: Sentence, index: int) -> Report | None:
    phrase = _match_according(syntax, index)
    if phrase is None:
        return _read_own_words(syntax, discourse, sentence, index)
    target = index + phrase
    end = min(target + 9, sentence.token_end)
    source: Party | None = None
    kind = "named"
    is_relative = False
    for position in range(target, end):
        if syntax.lower[position] in {",", ";"} or syntax.is_verb(position):
            break
        low = syntax.lower[position]
        if low in syntax.grammar.words["pronouns_relative"]:
            source, is_relative = _owner_of_antecedent(syntax, position), True
            break
        if syntax.tokens[position].upos in {"NOUN", "PROPN", "PRON"} or syntax.mention_of(position) is not None:
            if low in syntax.grammar.reporting["no_source"]:
                return None
            mention = syntax.mention_of(position)
            is_served = mention is not None and mention.label == "PER" and serves(syntax, position, end)
            if source is not None and (mention is None or mention.label not in {"PER", "ORG"} or is_served):
                continue  # "selon une source diplomatique turque", "selon un conseiller de X": neither is the speaker
            parties = resolve_parties(_scope_at(syntax, discourse, index), position)
            if parties:
                source = parties[0]
                break
            described = _unnamed(syntax) | set(syntax.grammar.descriptions)
            if source is None and not {low, syntax.lemmas[position]}.isdisjoint(described):
                source, kind = describe_speaker(syntax, position)
    if source is None:
        return None
    first, last = sentence.token_start, sentence.token_end
    semicolons = [p for p in range(first, last) if syntax.lower[p] == ";"]
    for p in semicolons:
        if p < index:
            first = p
        else:
            last = min(last, p)
    first = index if is_relative else first
    return Report(index, "according", source, kind, first, last, is_according=True, is_relative=is_relative)


def _read_own_words(syntax: Syntax, discourse: Discourse, sentence: Sentence, index: int) -> Report | None:
    """Return the report of "по его словам", "по её данным": words are those of who spoke last, data also those of an outlet."""
    if not syntax.grammar.cases or index + 2 >= sentence.token_end:
        return None
    possessive, noun = syntax.lower[index + 1], syntax.lower[index + 2]
    if possessive not in syntax.grammar.words["possessives"] or f"{syntax.lower[index]} {noun}" not in set(
        syntax.grammar.reporting["according"]
    ):
        return None
    source, kind = _last_speaker(discourse, index), "named"
    outlet = _last_outlet(syntax, index)
    if syntax.lemmas[index + 2] in syntax.grammar.reporting.get("data", ()) and outlet is not None:
        source, kind = outlet, "media"
    if source is None:
        return None
    return Report(index, "according", source, kind, sentence.token_start, sentence.token_end, is_according=True)


def _last_speaker(discourse: Discourse, index: int) -> Party | None:
    """Return who spoke in this or one of the two sentences before."""
    syntax = discourse.syntax
    sentence = syntax.sentence_of[index]
    near = [n for n in discourse.people if n.start < index and sentence - n.sentence <= 2 and n.is_speaker]
    return near[-1].party if near else None


def _last_outlet(syntax: Syntax, index: int) -> Party | None:
    """Return the organisation named last in the sentence before."""
    sentence = syntax.sentence_of[index]
    for position in range(index - 1, -1, -1):
        if sentence - syntax.sentence_of[position] > 1:
            return None
        mention = syntax.mention_of(position)
        if mention is not None and mention.label == "ORG":
            return acting_party(mention, position)
    return None


def _owner_of_antecedent(syntax: Syntax, pronoun: int) -> Party | None:
    """Return whose report a relative "according to which" takes up ("публикация агентства X, согласно которой")."""
    noun = relative_antecedent(syntax, pronoun)
    if noun is None:
        return None
    mentions = [syntax.mention_of(position) for position in sorted(syntax.subtree(noun)) if position < pronoun]
    named = next((m for m in mentions if m is not None and m.label in {"ORG", "PER", "OFFICE"}), None)
    return acting_party(named, noun) if named is not None else None


def _unnamed(syntax: Syntax) -> set[str]:
    return set(syntax.grammar.reporting["unnamed"])


def _match_according(syntax: Syntax, index: int) -> int | None:
    for words in _according_phrases(syntax.grammar.lang).get(syntax.lower[index], ()):
        if index + len(words) > len(syntax.tokens):
            continue
        lows = [syntax.lower[index + n] for n in range(len(words))]
        lows[-1] = (
            words[-1] if syntax.grammar.prepositions.get(lows[-1]) == words[-1] else lows[-1]
        )  # "de l'aveu d'un X"
        if tuple(lows) == words:
            return len(words)
    return None


@cache
def _according_phrases(lang: str) -> dict[str, list[tuple[str, ...]]]:
    """Return the phrases like "according to" of a language as words, by their first word."""
    grammar = load_grammar(lang)
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in grammar.reporting["according"] if grammar is not None else ():
        words = tuple(phrase.replace("’", "'").replace("'", "' ").split())
        found.setdefault(words[0], []).append(words)
    return found


def describe_speaker(syntax: Syntax, index: int) -> tuple[Party | None, str]:
    """Return an unnamed speaker as a party with a short English description; somebody's named office as that party."""
    lemma = syntax.lemmas[index]
    if lemma in syntax.grammar.reporting.get("bureaus", ()) and (owner := _owner_of_bureau(syntax, index)) is not None:
        return owner, "named"
    described = [f"{lemma} {syntax.lemmas[k]}" for k in syntax.children(index, "amod", "compound")]
    known = next((syntax.grammar.descriptions[d] for d in described if d in syntax.grammar.descriptions), None)
    known = known or syntax.grammar.descriptions.get(lemma)
    if known is None and lemma not in _unnamed(syntax) and syntax.lower[index] not in _unnamed(syntax):
        return None, "unnamed"
    kind = "media" if lemma in syntax.grammar.reporting["media"] else "unnamed"
    beside = [syntax.mention_of(k) for k in syntax.children(index, "amod", "nmod", "compound", "appos", "flat")]
    named = [mention for mention in beside if mention is not None]
    mention = next((m for m in named if kind == "media" and m.label == "ORG"), named[0] if named else None)
    if kind == "media" and mention is not None and mention.label == "ORG":
        return acting_party(mention, index), "media"
    if lemma in syntax.grammar.reporting["official"]:
        kind = "official"
    if kind == "unnamed" and lemma in syntax.grammar.reporting.get("own", ()) and _is_somebodys(syntax, index):
        kind = "official"  # "his aides say", "l'entourage du président"
    name = known or lemma
    if syntax.tokens[index].feats.get("Number") == "Plur" and not name.endswith(("s", "media", "press")):
        name += "s"
    country = acting_party(mention, index) if mention is not None and mention.label != "PER" else None
    adjective = state_adjective(country.entity_id) if country is not None and country.kind == "country" else None
    return Party(f"{adjective} {name}" if adjective else name, None, "other", None, index), kind


def _owner_of_bureau(syntax: Syntax, index: int) -> Party | None:
    """Return whose office or press service speaks ("the office of X", "le bureau de presse du Saint-Siège")."""
    below = (p for p in sorted(syntax.subtree(index)) if abs(p - index) <= 6)
    mentions = ((p, m) for p in below if (m := syntax.mention_of(p)) is not None and m.entity is not None)
    return next((acting_party(mention, position) for position, mention in mentions), None)


def _is_somebodys(syntax: Syntax, index: int) -> bool:
    """Tell whether an unnamed speaker is called somebody's own ("his aides")."""
    return any(
        syntax.lower[kid] in syntax.grammar.words["possessives"] for kid in syntax.children(index, "det", "nmod:poss")
    )


def choose_report(reports: Sequence[Report], index: int, chain: Chain) -> Report | None:
    """Return the first act of saying that covers a token and is not the event itself."""
    covering = [
        report
        for report in reports
        if report.token_start <= index < report.token_end and report.verb != index and report.source is not None
    ]
    if chain.is_adjunct and len(covering) > 1:
        # "told him in a telephone conversation, said Y": what is said there is not said of the conversation
        covering = [report for report in covering if report.verb not in chain.verbs] or covering
    making = {op.index for op in chain.operators if op.kind == "light" and op.relation == "obj"}
    covering = [report for report in covering if report.verb not in making]  # "передал приглашение" hands it over
    wishing = {op.index for op in chain.operators if op.kind == "hope"}
    covering = [report for report in covering if report.verb not in wishing] or covering  # "X hopes to go, Y said": Y
    relative = [report for report in covering if report.is_relative]
    return (relative or covering)[0] if covering else None


def quote_at(quotes: Sequence[Quote], char: int) -> Quote | None:
    """Return the direct quotation that a character lies in."""
    return next((q for q in quotes if q.kind == "direct" and q.char_start <= char < q.char_end), None)
