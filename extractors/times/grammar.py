"""Compiles a language's time table into patterns, once per process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractors.times.prefilter import find_literals
from seeds.times import CoreRule, RangeRule, TimeTable, WrapRule, load_time_table

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\d?\}")
_NOT_IN_NUMBER = r"(?!\d|[.,:]\d)"
_DAY_DIGITS = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = rf"(?:1\d{{3}}|2[01]\d{{2}}){_NOT_IN_NUMBER}"
_DECADE = r"(?:1[5-9]\d0|20\d0|\d0)"
#: how far to the left a wrapper may begin
WRAPPER_REACH = 60


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of one class: the regular expression of all, and the value of each."""

    pattern: str
    values: Mapping[str, int | str]

    def look_up(self, word: str) -> int | str:
        """Return the value of a word that `pattern` matched."""
        found = self.values.get(word)
        if found is not None:
            return found
        return next(value for key, value in self.values.items() if re.fullmatch(key, word))


@dataclass(frozen=True, slots=True)
class CompiledCore:
    """One wording of one core rule; one of `literals` occurs in every match (None = nothing can be said)."""

    rule: CoreRule
    rank: int
    regex: re.Pattern[str]
    literals: frozenset[str] | None
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class CompiledWrap:
    """A wrapper's left and right contexts; `literals` belong to the left one."""

    rule: WrapRule
    before: re.Pattern[str] | None
    literals: tuple[str, ...]
    after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class CompiledRange:
    """Opening words at the left, joint between the two phrases."""

    rule: RangeRule
    opening: re.Pattern[str]
    joint: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything compiled for one language."""

    table: TimeTable
    vocabularies: Mapping[str, Vocabulary]
    #: wordings, those for phrases that are no date last
    cores: tuple[CompiledCore, ...]
    #: literal -> positions in `cores` of the wordings that it makes possible
    cores_by_literal: Mapping[str, tuple[int, ...]]
    #: positions of the wordings that are always tried
    cores_without_literal: frozenset[int]
    wraps: tuple[CompiledWrap, ...]
    ranges: tuple[CompiledRange, ...]
    day: re.Pattern[str]
    reporting: re.Pattern[str]
    ahead: re.Pattern[str]
    modal: re.Pattern[str]
    ahead_before: re.Pattern[str]
    perfect_with_be: re.Pattern[str]
    past_form: re.Pattern[str]
    future_form: re.Pattern[str]
    lasting: re.Pattern[str]
    negation: re.Pattern[str]


def _join(words: Mapping[str, int | str]) -> Vocabulary:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return Vocabulary("(?:" + "|".join(longest_first) + ")" if words else r"(?!)", dict(words))


def _build_vocabularies(table: TimeTable) -> dict[str, Vocabulary]:
    countable = {word: unit for word, unit in table.units.items() if unit not in {"weekend"}}
    calendar = {word: unit for word, unit in table.units.items() if unit != "day"}
    return {
        "month": _join(table.months),
        "weekday": _join(table.weekdays),
        "season": _join(table.seasons),
        "num": _join({**table.numbers, r"\d{1,3}": 0}),
        "rough": _join(table.rough_numbers),
        "ord": _join(table.ordinals),
        "unit": _join(calendar),
        "cunit": _join(countable),
        "yearrel": _join(table.year_phrases),
        "weekrel": _join(table.week_phrases),
        "monthrel": _join(table.month_phrases),
        "decadeword": _join(table.decade_words),
        "dayword": _join(table.day_words),
    }


def _expand(pattern: str, vocabularies: Mapping[str, Vocabulary], fragments: Mapping[str, str]) -> str:
    """Replace `{class}` by a named group and `{fragment}` by its text."""
    n_uses: dict[str, int] = {}

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        n_uses[name] = n_uses.get(name, 0) + 1
        group = name if n_uses[name] == 1 else f"{name}{n_uses[name]}"
        if name in vocabularies:
            return f"(?P<{group}>{vocabularies[name].pattern})"
        if name in {"year", "days", "day", "decade"}:
            return f"(?P<{group}>{fragments[name]})"
        return f"(?:{_expand(fragments[name], vocabularies, fragments)})"

    return _PLACEHOLDER.sub(replace, pattern)


def _day_fragments(table: TimeTable) -> dict[str, str]:
    suffix = table.fragments.get("day_suffix", r"(?!)")
    words = "|".join(sorted(table.day_words, key=len, reverse=True)) or r"(?!)"
    digits = rf"(?:{_DAY_DIGITS}(?:{suffix})?{_NOT_IN_NUMBER})"
    word = rf"(?:(?:{words})(?!\w))"
    day = rf"(?:{digits}|{word})"
    joint = table.fragments.get("day_joint", r" ?[-–—] ?")
    # no word after digits: "June 18, the first trip since 2000"
    days = rf"(?:{day}(?:(?:{joint}){digits})*|{word}(?:(?:{joint}){word})+)"
    return {**table.fragments, "day": day, "days": days, "year": _YEAR, "decade": _DECADE}


def _borders(table: TimeTable) -> tuple[str, str]:
    """Return what must not stand before and after a phrase: a letter, in scripts without spaces only a digit."""
    return (r"(?<!\w)", r"(?!\w)") if table.is_spaced else (r"(?<!\d)", r"(?!\d)")


def _compile_wrap(
    wrap: WrapRule, table: TimeTable, vocabularies: Mapping[str, Vocabulary], fragments: Mapping[str, str]
) -> CompiledWrap:
    left, right = _borders(table)
    before = "|".join(_expand(pattern, vocabularies, fragments) for pattern in wrap.before)
    after = "|".join(_expand(pattern, vocabularies, fragments) for pattern in wrap.after)
    return CompiledWrap(
        wrap,
        re.compile(rf"{left}(?:{before}) ?\Z") if before else None,
        tuple(find_literals(before) or ()) if before else (),
        re.compile(rf" ?(?:{after}){right}") if after else None,
    )


def _compile_cores(
    table: TimeTable, vocabularies: Mapping[str, Vocabulary], fragments: Mapping[str, str]
) -> tuple[CompiledCore, ...]:
    compiled: list[CompiledCore] = []
    left, right = _borders(table)
    for rank, rule in enumerate(table.core):
        unless = re.compile(rule.unless) if rule.unless else None
        for pattern in rule.patterns:
            body = _expand(pattern, vocabularies, fragments)
            regex = re.compile(rf"{left}(?:{body}){right}")
            compiled.append(CompiledCore(rule, rank, regex, find_literals(body), unless))
    return tuple(sorted(compiled, key=lambda core: core.rule.kind == "block"))


@cache
def load_grammar(lang: str) -> Grammar:
    """Return the compiled grammar of a language (`und` for those without a table)."""
    table = load_time_table(lang)
    vocabularies = _build_vocabularies(table)
    fragments = _day_fragments(table)
    tense = table.tense
    wraps = tuple(_compile_wrap(wrap, table, vocabularies, fragments) for wrap in table.wrap)
    cores = _compile_cores(table, vocabularies, fragments)
    by_literal: dict[str, tuple[int, ...]] = {}
    for position, core in enumerate(cores):
        for literal in core.literals or ():
            by_literal[literal] = (*by_literal.get(literal, ()), position)
    without = frozenset(position for position, core in enumerate(cores) if core.literals is None)
    ranges = tuple(
        CompiledRange(
            rule, re.compile(rf"{_borders(table)[0]}(?:{rule.opening}) ?\Z"), re.compile(rf" ?(?:{rule.joint}) ?")
        )
        for rule in table.range
    )
    return Grammar(
        table, vocabularies, cores, by_literal, without, wraps, ranges, re.compile(fragments["day"]),
        *(re.compile(source) for source in (
            tense.reporting, tense.ahead, tense.modal, rf"(?:{tense.ahead_before})\Z", tense.perfect_with_be, tense.past_form, tense.future_form, tense.lasting,
            rf"(?:{tense.negation}) ?\Z",
        )),
    )  # fmt: skip
