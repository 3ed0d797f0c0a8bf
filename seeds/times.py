"""Tables of time expressions per language (`languages/<xx>.times.toml`), validated at load.

A table holds vocabulary (months, weekdays, numbers …) and rules. A rule's patterns are regular expressions over the
lower-cased text in which `{month}`, `{num}`, `{year}` … stand for the vocabulary; `extractors/times` compiles them.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from records.errors import SeedError
from seeds.own_files import find_file

#: what a core phrase denotes; see extractors/times/resolve.py for the value of each
CoreKind = Literal[
    "date", "numeric", "monthday", "weekday", "offset", "month", "unit", "year", "decade", "season", "quarter", "half",
    "count", "sofar", "future", "past", "tensed", "unset", "block",
]  # fmt: skip
#: what a wrapper makes of the phrase that it touches
WrapKind = Literal["part", "edge", "week_of", "night_to", "plain", "hedge"]
Edge = Literal["since", "from", "since_or_from", "until", "by", "until_or_by", "before", "after", "earliest"]
Part = Literal["early", "mid", "late", "first_half", "second_half", "week_1", "week_2", "week_3", "week_4", "last_week"]
Unit = Literal["day", "weekend", "week", "month", "quarter", "half", "year", "decade"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CoreRule(_Strict):
    """One kind of phrase in all its wordings."""

    id: str
    kind: CoreKind
    patterns: tuple[str, ...]
    #: "last", "next" or "this" for weekdays, months, seasons; "" = the tense of the verb decides
    mode: Literal["", "last", "next", "this"] = ""
    unit: Unit | None = None
    #: distance in units (days for `offset`), or the sign of a count
    step: int = 0
    #: counted from the date before it in the text, not from the day of publication
    is_anaphoric: bool = False
    #: anaphoric where there is an antecedent in the sentence, else counted from the day of publication
    is_anchorable: bool = False
    #: only a part of a wording ("the month" in "the end of the month"): nothing by itself
    is_weak: bool = False
    is_approximate: bool = False
    #: the counted day itself and not its unit ("jour pour jour")
    is_exact: bool = False
    #: regular expression of words that make the phrase something else when they occur in the sentence
    unless: str = ""
    #: verb must not be in the past ("in three days", but "the first in three days")
    is_future_only: bool = False
    #: only where no other date stands close by ("in the evening", but "on Friday in the evening")
    is_filler: bool = False


class WrapRule(_Strict):
    """Words before (or after) a phrase that change its value or belong to its span."""

    id: str
    kind: WrapKind
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    edge: Edge | None = None
    part: Part | None = None
    #: granularities that the wrapper fits; empty = all
    fits: tuple[str, ...] = ()


class RangeRule(_Strict):
    """Two phrases joined into one interval, both ends included."""

    id: str
    opening: str
    joint: str
    #: a range that may do without its opening words ("Tuesday and Wednesday")
    is_opening_optional: bool = False


class TenseTable(_Strict):
    """Words that tell past from future where the verb's own form does not; regular expressions on lemmas or forms."""

    #: verbs of saying: their present tense reports the past
    reporting: str = r"(?!)"
    #: words whose infinitive or date lies ahead, whatever their own tense ("prévoir", "due", "назначить")
    ahead: str = r"(?!)"
    #: auxiliaries and modals of the future
    modal: str = r"(?!)"
    #: prepositions right before a phrase that point ahead ("pour mardi")
    ahead_before: str = r"(?!)"
    #: verbs whose perfect is made with "to be": a present passive of others is no past ("est ouvert", "est venu")
    perfect_with_be: str = r"(?!)"
    #: forms for texts without a parse
    past_form: str = r"(?!)"
    future_form: str = r"(?!)"
    #: states that last until a limit, where one preposition says both "until" and "by"
    lasting: str = r"(?!)"
    #: a negated verb at the end of the text before a limit: "not … before X" is an earliest date
    negation: str = r"(?!)"


class TimeExample(_Strict):
    """A sentence of our own with one phrase; empty `phrase` = nothing is found in the sentence."""

    text: str
    on: dt.date
    phrase: str = ""
    start: str = ""
    end: str = ""
    status: str = "fixed"


class TimeTable(_Strict):
    """The whole grammar of one language."""

    lang: str
    #: "title" (English), "lower" (French, Russian): case of months and weekdays inside a sentence
    case: Literal["title", "lower", "any"] = "any"
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    seasons: dict[str, int] = {}
    numbers: dict[str, int] = {}
    #: numbers that are approximate by themselves ("une dizaine")
    rough_numbers: dict[str, int] = {}
    ordinals: dict[str, int] = {}
    #: spelled days of the month
    day_words: dict[str, int] = {}
    units: dict[str, Unit] = {}
    #: "of last year" and the like: wording -> distance in years / weeks / months
    year_phrases: dict[str, int] = {}
    week_phrases: dict[str, int] = {}
    month_phrases: dict[str, int] = {}
    decade_words: dict[str, int] = {}
    #: free fragments usable as {name}
    fragments: dict[str, str] = {}
    is_month_first: bool = False
    #: False for scripts written without spaces (Japanese): a phrase may stand inside a run of letters
    is_spaced: bool = True
    #: True where the last verb of a sentence tells its time: forms decide, not the verb that governs the phrase
    is_verb_final: bool = False
    core: tuple[CoreRule, ...] = ()
    wrap: tuple[WrapRule, ...] = ()
    range: tuple[RangeRule, ...] = ()
    tense: TenseTable = TenseTable()
    example: tuple[TimeExample, ...] = ()

    @field_validator("core")
    @classmethod
    def _check_unique(cls, rules: tuple[CoreRule, ...]) -> tuple[CoreRule, ...]:
        names = [rule.id for rule in rules]
        if len(names) != len(set(names)):
            raise ValueError("core rule ids must be unique")
        return rules

    @field_validator("fragments")
    @classmethod
    def _check_fragments(cls, fragments: dict[str, str]) -> dict[str, str]:
        for name in fragments:
            if not re.fullmatch(r"[a-z_]+", name):
                raise ValueError(f"fragment name {name!r} must be lower-case letters")
        return fragments


@cache
def load_time_table(lang: str) -> TimeTable:
    """Return the table of a language, or that of `und` (numeric dates only) where it has none.

    Raises SeedError if the file is invalid.
    """
    source = find_file("languages", f"{lang}.times.toml") or find_file("languages", "und.times.toml")
    if source is None:
        raise SeedError("no table of numeric dates; reinstall the package", path="languages/und.times.toml")
    try:
        return TimeTable.model_validate(tomllib.loads(source.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise SeedError(f"invalid time table: {error}", path=str(source)) from error
