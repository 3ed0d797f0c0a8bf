"""Compiles a language's time table into patterns, once per process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

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
    """One wording of one core rule, with the vocabulary classes that must occur for it to match at all."""

    rule: CoreRule
    rank: int
    regex: re.Pattern[str]
    needs: frozenset[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class CompiledWrap:
    """A wrapper's left and right contexts."""

    rule: WrapRule
    before: re.Pattern[str] | None
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
    #: one search tells whether a class occurs in a sentence
    triggers: Mapping[str, re.Pattern[str]]
    cores: tuple[CompiledCore, ...]
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


_OPTIONAL = re.compile(r"\((?:\?:|\?P<\w+>|\?[=!]|\?<[=!])?[^()]*\)[?*]")
_CHOICE = re.compile(r"\((?:\?:|\?P<\w+>|\?[=!]|\?<[=!])?([^()]*)\)")


def _find_required(pattern: str) -> set[str]:
    """Return the classes without which a pattern cannot match: those outside optional groups and alternatives."""
    reduced = pattern.replace("\\(", "").replace("\\)", "")
    while True:
        without = _OPTIONAL.sub("", reduced)
        if without == reduced:
            without = _CHOICE.sub(lambda match: "" if "|" in match.group(1) else match.group(1), reduced, count=1)
        if without == reduced:
            break
        reduced = without
    if "|" in reduced:
        return set()
    return {"digit" if name in {"year", "decade"} else name for name in _PLACEHOLDER.findall(reduced)}


def _expand(
    pattern: str, vocabularies: Mapping[str, Vocabulary], fragments: Mapping[str, str]
) -> tuple[str, frozenset[str]]:
    """Replace `{class}` by a named group and `{fragment}` by its text; return also the classes used."""
    needs: set[str] = set()
    n_uses: dict[str, int] = {}

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        n_uses[name] = n_uses.get(name, 0) + 1
        group = name if n_uses[name] == 1 else f"{name}{n_uses[name]}"
        if name in vocabularies:
            needs.add(name)
            return f"(?P<{group}>{vocabularies[name].pattern})"
        if name in {"year", "decade"}:
            needs.add("digit")
        if name in {"year", "days", "day", "decade"}:
            return f"(?P<{group}>{fragments[name]})"
        return f"(?:{_expand(fragments[name], vocabularies, fragments)[0]})"

    body = _PLACEHOLDER.sub(replace, pattern)
    return body, frozenset(needs & _find_required(pattern))


def _day_fragments(table: TimeTable) -> dict[str, str]:
    suffix = table.fragments.get("day_suffix", r"(?!)")
    words = "|".join(sorted(table.day_words, key=len, reverse=True)) or r"(?!)"
    day = rf"(?:{_DAY_DIGITS}(?:{suffix})?{_NOT_IN_NUMBER}|(?:{words})(?!\w))"
    joint = table.fragments.get("day_joint", r" ?[-–—] ?")
    return {**table.fragments, "day": day, "days": rf"{day}(?:(?:{joint}){day})*", "year": _YEAR, "decade": _DECADE}


def _compile_left(
    patterns: tuple[str, ...], vocabularies: Mapping[str, Vocabulary], fragments: Mapping[str, str]
) -> re.Pattern[str] | None:
    if not patterns:
        return None
    body = "|".join(_expand(pattern, vocabularies, fragments)[0] for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{body}) ?\Z")


def _compile_cores(
    table: TimeTable, vocabularies: Mapping[str, Vocabulary], fragments: Mapping[str, str]
) -> tuple[CompiledCore, ...]:
    compiled: list[CompiledCore] = []
    for rank, rule in enumerate(table.core):
        unless = re.compile(rule.unless) if rule.unless else None
        expanded = [_expand(pattern, vocabularies, fragments) for pattern in rule.patterns]
        plain = [body for body, needs in expanded if not needs and "(?P<" not in body]
        if plain:
            expanded = [
                ("|".join(plain), frozenset()),
                *((body, needs) for body, needs in expanded if needs or "(?P<" in body),
            ]
        for body, needs in expanded:
            compiled.append(CompiledCore(rule, rank, re.compile(rf"(?<!\w)(?:{body})(?!\w)"), needs, unless))
    return tuple(compiled)


@cache
def load_grammar(lang: str) -> Grammar:
    """Return the compiled grammar of a language (`und` for those without a table)."""
    table = load_time_table(lang)
    vocabularies = _build_vocabularies(table)
    fragments = _day_fragments(table)
    tense = table.tense
    wraps = []
    for wrap in table.wrap:
        after = "|".join(_expand(pattern, vocabularies, fragments)[0] for pattern in wrap.after)
        wraps.append(
            CompiledWrap(
                wrap,
                _compile_left(wrap.before, vocabularies, fragments),
                re.compile(rf" ?(?:{after})(?!\w)") if after else None,
            )
        )
    ranges = tuple(
        CompiledRange(rule, re.compile(rf"(?<!\w)(?:{rule.opening}) ?\Z"), re.compile(rf" ?(?:{rule.joint}) ?"))
        for rule in table.range
    )
    triggers = {name: re.compile(vocabulary.pattern) for name, vocabulary in vocabularies.items() if vocabulary.values}
    triggers["digit"] = re.compile(r"\d")
    return Grammar(
        table, vocabularies, triggers, _compile_cores(table, vocabularies, fragments), tuple(wraps), ranges, re.compile(fragments["day"]),
        *(re.compile(source) for source in (
            tense.reporting, tense.ahead, tense.modal, rf"(?:{tense.ahead_before})\Z", tense.perfect_with_be, tense.past_form, tense.future_form, tense.lasting,
            rf"(?:{tense.negation}) ?\Z",
        )),
    )  # fmt: skip
