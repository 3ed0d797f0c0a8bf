"""The event lexicon: what words, in which constructions, report which kind of event.

One file per event type (`<type>.toml`: codes, frames, examples), one more per type and further language
(`<type>.<xx>.toml`: frames, examples) and one grammar file per language (`grammar/<xx>.toml`:
operators, reporting verbs, pronouns). A language is added with its grammar file and frames of that `lang`; no code changes.
Does not belong: how a frame is found in a sentence (`extractors/claims`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from records.annotations import CLAIM_TYPES
from records.errors import SeedError
from seeds.own_files import find_file, list_names


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Frame(_Strict):
    """A group of words with the same construction: each word is one row of the lexicon.

    `words`: "se x" is reflexive, "x + y" a verb with the complement noun y, "x up" a verb with its particle.
    `actor`, `recipient`, `place`, `party`, `theme`, `destination`: slots tried in order (see extractors/claims/arguments.py).
    """

    id: str
    lang: str
    kind: Literal["verb", "noun", "phrase"]
    words: tuple[str, ...]
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    #: further parties beside those of `party`
    also: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    symmetric: bool = False
    #: for visits: "arrive", "stay", "be", "leave", "absent"
    phase: str = ""
    #: an operator that the word itself carries ("expect")
    implies: str = ""
    #: the place must be a named place, never a person
    place_only: bool = False
    confidence: float = 0.9


class ExampleClaim(_Strict):
    """What one example must yield; only the fields given are compared."""

    type: str
    actors: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    place: str | None = None
    status: str | None = None
    source: str | None = None
    t_start: str | None = None
    t_end: str | None = None
    date_status: str | None = None


class Example(_Strict):
    """A sentence of our own and the claims it must yield (none: it must yield nothing)."""

    lang: str
    text: str
    published_on: str = "2024-03-06"
    claims: tuple[ExampleClaim, ...] = ()


class EventType(_Strict):
    """One event type with its codes in other codebooks and its frames."""

    type: str
    plover_code: str
    plover_mode: str
    cameo_root: str
    #: the act is done by saying it: the speaker is the actor, the status is "occurred"
    speech_act: bool = False
    frames: tuple[Frame, ...] = ()
    examples: tuple[Example, ...] = ()


class MoreFrames(_Strict):
    """Frames and examples of one more language for an event type (`<type>.<xx>.toml`)."""

    frames: tuple[Frame, ...] = ()
    examples: tuple[Example, ...] = ()


class _Lists(dict[str, tuple[str, ...]]):
    """Word lists by name; a list that a language leaves out is empty."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        return ()


class Grammar(_Strict):
    """One language's closed classes; lemmas, or surface strings where a list holds several words.

    A list that a language does without may be left out. `tense` may name auxiliaries that give an infinitive their own
    meaning: `future_auxiliaries` ("ir a"), `possible_auxiliaries` ("können"), `duty_auxiliaries` ("sollen"); and those that
    make a passive where the parser calls all of them `aux`: `passive_auxiliaries` ("ser").
    """

    lang: str
    prepositions: dict[str, str]
    forms: dict[str, str]
    #: ending of a wrong verb lemma -> right ending
    lemma_repairs: dict[str, str] = {}
    tense: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    reporting: dict[str, tuple[str, ...]]
    operators: dict[str, tuple[str, ...]]
    themes: dict[str, tuple[str, ...]]
    #: lemma of a speaker who may go unnamed -> short English description
    descriptions: dict[str, str] = {}
    #: letters written in two ways -> the way that lemmas and rows write them ("ё" -> "е")
    letters: dict[str, str] = {}
    #: value of the feature Case -> name of that bare case where slots list prepositions ("Gen" -> "+gen")
    cases: dict[str, str] = {}

    @field_validator("tense", "words", "reporting", "operators", "themes")
    @classmethod
    def _fill_lists(cls, lists: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return _Lists(lists)


class StatusRule(_Strict):
    """One row of the status table: all given conditions hold -> `status` (or no claim, where `status` is "drop")."""

    id: str
    when: dict[str, str | tuple[str, ...] | bool]
    status: str


class StatusTable(_Strict):
    """The ordered, versioned table that turns factors into a status; the first row that fits decides."""

    version: str
    rules: tuple[StatusRule, ...]


@cache
def load_event_types() -> tuple[EventType, ...]:
    """Return all event types in the order of the contract; raise SeedError naming the file that is wrong."""
    names = list_names("events")
    return tuple(_read_type(name, names) for name in CLAIM_TYPES)


def _read_type(name: str, files_of_events: tuple[str, ...]) -> EventType:
    """Return one type with the frames and examples of its further languages."""
    event = _read(_find(f"{name}.toml"), EventType)
    for file in files_of_events:
        if file.startswith(f"{name}.") and file != f"{name}.toml":
            more = _read(_find(file), MoreFrames)
            event = event.model_copy(
                update={"frames": event.frames + more.frames, "examples": event.examples + more.examples}
            )
    return event


def _find(name: str) -> Traversable:
    source = find_file("events", name)
    if source is None:
        raise SeedError("a file of the event lexicon is missing; reinstall the package", path=f"events/{name}")
    return source


@cache
def load_grammar(lang: str) -> Grammar | None:
    """Return the grammar of a language, or None if there is none: then no claims are made in it."""
    source = find_file("events/grammar", f"{lang}.toml")
    return None if source is None else _read(source, Grammar)


@cache
def load_status_table() -> StatusTable:
    """Return the status table."""
    return _read(_find("status_rules.toml"), StatusTable)


def _read[T: BaseModel](source: Traversable, model: type[T]) -> T:
    try:
        return model.model_validate(tomllib.loads(source.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SeedError(f"seed file is invalid: {error}", path=str(source)) from error
