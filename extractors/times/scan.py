"""Finds time phrases in one sentence: cores, then parts, ranges and the prepositions around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractors.times.grammar import WRAPPER_REACH, CompiledCore, CompiledWrap, Grammar
from seeds.times import CoreRule, WrapRule

#: one character for one character, so that offsets stay valid
_SAME_LENGTH = str.maketrans({
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\t": " ", "ё": "е", "Ё": "е",
    "\u2011": "-", "\u2010": "-", **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
})  # fmt: skip
#: order of the passes: what binds closest comes first
_INNER_KINDS = ("part",)
#: of two readings of equal length these win over durations and idioms
_PREFERRED = frozenset({"future", "past", "unset"})
_FIRST = 10_000
#: characters between a date and the time of day that belongs to it
_FILLER_REACH = 8
_OUTER_KINDS = ("week_of", "night_to", "hedge", "edge")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase before its value is known; offsets in the article text.

    `fields` are the numbers read from the text; `kind` is a core kind, "part", "edge", "range", "week_of" or "night_to".
    """

    char_start: int
    char_end: int
    kind: str
    rule_id: str
    unit: str
    core: CoreRule | None = None
    wrap: WrapRule | None = None
    fields: dict[str, int | str] = field(default_factory=dict)
    inner: tuple[Phrase, ...] = ()
    is_weak: bool = False
    #: offsets of the bare core, without the prepositions that belong to the span
    core_start: int = 0
    core_end: int = 0

    @property
    def heart(self) -> Phrase:
        """Return the core inside all wrappers (the first of a range)."""
        return self.inner[0].heart if self.inner else self


def fold_text(text: str) -> str:
    """Return a lower-case text of the same length with plain apostrophes and spaces."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_SAME_LENGTH)


def _read_fields(match: re.Match[str], grammar: Grammar) -> dict[str, int | str]:
    fields: dict[str, int | str] = {}
    for name, word in match.groupdict().items():
        if word is None:
            continue
        base = name.rstrip("0123456789")
        if base == "days":
            numbers = [_read_day(found.group(), grammar) for found in grammar.day.finditer(word)]
            fields["day"], fields["last_day"] = numbers[0], numbers[-1]
        elif base == "day":
            fields["last_day" if name != base else "day"] = _read_day(word, grammar)
        elif base not in fields:
            fields[base] = int(word) if word.isdigit() else grammar.vocabularies[base].look_up(word)
    return fields


def _read_day(word: str, grammar: Grammar) -> int:
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else int(grammar.vocabularies["dayword"].look_up(word))


def _has_right_case(match: re.Match[str], text: str, start: int, case: str) -> bool:
    """Months and weekdays are words like others when written in the other case ("May" and "may", "mars" and "Mars")."""
    if case == "any":
        return True
    for name in ("month", "month2", "weekday", "weekday2"):
        if name not in match.re.groupindex or match.group(name) is None:
            continue
        position = match.start(name)
        is_upper = text[position].isupper()
        if case == "title" and not is_upper:
            return False
        if (
            case == "lower"
            and is_upper
            and not _opens_sentence(text, start, position)
            and not text[position : position + 3].isupper()
        ):
            return False
    return True


def _opens_sentence(text: str, start: int, position: int) -> bool:
    return not re.search(r"\w", text[start:position])


_UNITS = {
    "date": "day", "numeric": "day", "monthday": "day", "weekday": "day", "offset": "day", "month": "month", "year": "year",
    "decade": "decade", "season": "season", "quarter": "quarter", "half": "half",
}  # fmt: skip


def _make_core(match: re.Match[str], compiled: CompiledCore, grammar: Grammar) -> Phrase:
    fields = _read_fields(match, grammar)
    rule = compiled.rule
    unit = str(rule.unit or fields.get("unit") or fields.get("cunit") or _UNITS.get(rule.kind, ""))
    return Phrase(
        match.start(),
        match.end(),
        rule.kind,
        rule.id,
        unit,
        rule,
        None,
        fields,
        (),
        rule.is_weak,
        match.start(),
        match.end(),
    )


def select_literals(folded: str, grammar: Grammar) -> tuple[str, ...]:
    """Return the literals of the grammar that occur in an article."""
    return tuple(literal for literal in grammar.cores_by_literal if literal in folded)


def find_cores(
    folded: str, text: str, start: int, end: int, grammar: Grammar, literals: tuple[str, ...]
) -> list[Phrase]:
    """Return the longest non-overlapping cores of `text[start:end]`, blocks included, in text order.

    `literals` are those of the article (`select_literals`).
    """
    sentence = folded[start:end]
    possible = grammar.cores_without_literal.union(
        *(grammar.cores_by_literal[literal] for literal in literals if literal in sentence)
    )
    found: list[tuple[int, int, int, Phrase]] = []
    for position in sorted(possible):
        compiled = grammar.cores[position]
        if compiled.rule.kind == "block" and not found:
            break
        for match in compiled.regex.finditer(folded, start, end):
            if not _has_right_case(match, text, start, grammar.table.case):
                continue
            if compiled.unless is not None and compiled.unless.search(folded, start, end):
                continue
            rank = compiled.rank - (_FIRST if compiled.rule.kind in _PREFERRED else 0)
            found.append((match.start() - match.end(), rank, match.start(), _make_core(match, compiled, grammar)))
    kept: list[Phrase] = []
    for _, _, _, phrase in sorted(found, key=lambda item: item[:3]):
        if all(phrase.char_end <= other.char_start or phrase.char_start >= other.char_end for other in kept):
            kept.append(phrase)
    kept = [phrase for phrase in kept if not _is_idle(phrase, kept)]
    return sorted(kept, key=lambda phrase: phrase.char_start)


def _is_idle(phrase: Phrase, others: list[Phrase]) -> bool:
    """Tell whether a time of day only completes a date beside it."""
    if phrase.core is None or not phrase.core.is_filler:
        return False
    return any(
        other is not phrase
        and other.kind not in {"block", "unset", "future", "past"}
        and max(phrase.char_start - other.char_end, other.char_start - phrase.char_end) <= _FILLER_REACH
        for other in others
    )


def _wrap_once(phrase: Phrase, compiled: CompiledWrap, folded: str, low: int, high: int) -> Phrase | None:
    """Return the phrase inside one wrapper, or None if the wrapper does not touch it between `low` and `high`."""
    rule = compiled.rule
    if rule.fits and phrase.unit not in rule.fits:
        return None
    char_start, char_end = phrase.char_start, phrase.char_end
    left = folded[max(low, char_start - WRAPPER_REACH) : char_start]
    before = None
    if compiled.before is not None and (not compiled.literals or any(literal in left for literal in compiled.literals)):
        before = compiled.before.search(left)
    after = compiled.after.match(folded, char_end, high) if compiled.after else None
    if before is None and after is None:
        return None
    if before is not None:
        char_start = max(low, char_start - WRAPPER_REACH) + before.start()
    elif after is not None:
        char_end = after.end()
    # "from 18 to 20 June": the preposition opens the range, it is no limit
    is_opening = rule.edge in {"from", "since_or_from"} and _is_range(phrase)
    if rule.kind == "plain" or is_opening:
        is_weak = phrase.is_weak and not (rule.fits and "year" in rule.fits)
        return replace(phrase, char_start=char_start, char_end=char_end, is_weak=is_weak)
    is_weak = phrase.is_weak and phrase.kind == "unit" and rule.kind != "part"
    return Phrase(char_start, char_end, rule.kind, rule.id, phrase.unit, None, rule, {}, (phrase,), is_weak)


def _apply_wraps(phrase: Phrase, kinds: tuple[str, ...], folded: str, low: int, high: int, grammar: Grammar) -> Phrase:
    """Apply each kind of wrapper once, and plain words wherever they touch."""
    for kind in kinds:
        wraps = [compiled for compiled in grammar.wraps if compiled.rule.kind == kind]
        # the narrow phrase first: "jusqu'au" is lost once "au" belongs to the phrase
        candidates = (phrase,) if kind == "part" else (phrase, _widen(phrase, folded, low, high, grammar))
        for candidate in candidates:
            wrapped = next(
                filter(None, (_wrap_once(candidate, compiled, folded, low, high) for compiled in wraps)), None
            )
            if wrapped is not None:
                phrase = wrapped
                break
    return phrase


def _widen(phrase: Phrase, folded: str, low: int, high: int, grammar: Grammar) -> Phrase:
    for compiled in grammar.wraps:
        if compiled.rule.kind == "plain":
            phrase = _wrap_once(phrase, compiled, folded, low, high) or phrase
    return phrase


def _join_range(first: Phrase, second: Phrase, folded: str, low: int, grammar: Grammar) -> Phrase | None:
    gap = folded[first.char_end : second.char_start]
    if len(gap) > 24 or first.kind in {"block", "unset", "future", "past"} or second.kind in {"block", "unset"}:
        return None
    for compiled in grammar.ranges:
        if not compiled.joint.fullmatch(gap):
            continue
        left = folded[max(low, first.char_start - WRAPPER_REACH) : first.char_start]
        opening = compiled.opening.search(left)
        if opening is None and not compiled.rule.is_opening_optional:
            continue
        if not _are_comparable(first, second) or (compiled.rule.id == "and" and _are_years_apart(first, second)):
            continue
        char_start = max(low, first.char_start - WRAPPER_REACH) + opening.start() if opening else first.char_start
        return Phrase(
            char_start, second.char_end, "range", compiled.rule.id, first.unit, None, None, {}, (first, second)
        )
    return None


def _are_comparable(first: Phrase, second: Phrase) -> bool:
    hearts = (first.heart, second.heart)
    points_back = any(
        heart.core is not None and (heart.core.is_anaphoric or heart.core.is_anchorable) for heart in hearts
    )
    return (
        first.unit == second.unit and not points_back and not any(heart.kind in {"count", "sofar"} for heart in hearts)
    )


def _are_years_apart(first: Phrase, second: Phrase) -> bool:
    """Tell whether two months with years of their own are two occasions ("in April 2019 and September 2023"), no interval."""
    years = [phrase.heart.fields.get("year") for phrase in (first, second)]
    return first.unit == "month" and None not in years and years[0] != years[1]


def _is_range(phrase: Phrase) -> bool:
    last = phrase.fields.get("last_day")
    return phrase.kind == "range" or (last is not None and last != phrase.fields.get("day"))


def scan_sentence(
    folded: str, text: str, start: int, end: int, grammar: Grammar, literals: tuple[str, ...]
) -> list[Phrase]:
    """Return the phrases of one sentence in text order, wrapped as far as they go; weak and blocked ones are left out."""
    cores = find_cores(folded, text, start, end, grammar, literals)
    if not any(core.kind != "block" for core in cores):
        return []
    parts: list[Phrase] = []
    for index, core in enumerate(cores):
        low = next((part.char_end for part in reversed(parts) if not part.is_weak), start)
        high = cores[index + 1].char_start if index + 1 < len(cores) else end
        parts.append(
            core if core.kind in {"block", "unset"} else _apply_wraps(core, _INNER_KINDS, folded, low, high, grammar)
        )
    joined: list[Phrase] = []
    for phrase in parts:
        low = joined[-2].char_end if len(joined) > 1 else start
        merged = _join_range(joined[-1], phrase, folded, low, grammar) if joined else None
        if merged is not None:
            joined[-1] = merged
        else:
            joined.append(phrase)
    outer: list[Phrase] = []
    for index, phrase in enumerate(joined):
        low = next((other.char_end for other in reversed(outer) if not other.is_weak), start)
        high = joined[index + 1].char_start if index + 1 < len(joined) else end
        if phrase.kind not in {"block", "unset", "future", "past", "tensed"}:
            phrase = _apply_wraps(phrase, _OUTER_KINDS, folded, low, high, grammar)
            phrase = _widen(phrase, folded, low, high, grammar)
        outer.append(phrase)
    return [phrase for phrase in outer if phrase.kind != "block" and not phrase.is_weak]
