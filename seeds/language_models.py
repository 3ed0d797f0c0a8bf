"""Which parser serves which language (`languages/<xx>.toml`), validated at load.

A language without a file, or whose model is not installed, is read by rules: words, sentences, gazetteer, dates.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from records.errors import SeedError
from seeds.own_files import find_file, list_names


class Model(BaseModel):
    """The parser of one language: who runs it, in which packages it may come, how it labels its trees."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: Literal["spacy", "natasha"]
    #: importable packages that carry the model, best first; the first one installed is used
    packages: Annotated[tuple[str, ...], Field(min_length=1)]
    #: "ud", "clear" (spaCy's English models), "tiger" (spaCy's German models) or "ginza" (UD with Japanese inflections)
    scheme: Literal["ud", "clear", "tiger", "ginza"] = "ud"
    #: the package comes with the project; otherwise whoever wants the language installs it
    is_required: bool = False


class Language(BaseModel):
    """One language with a parser."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    name: str
    model: Model


@cache
def load_language(code: str) -> Language | None:
    """Return a language, or None where it has no file; raise SeedError if the file is wrong."""
    source = find_file("languages", f"{code}.toml")
    if source is None:
        return None
    try:
        language = Language.model_validate(tomllib.loads(source.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise SeedError(f"invalid language: {error}", path=str(source)) from error
    if language.code != code:
        raise SeedError(f"code {language.code!r} is not the file's name", path=str(source))
    return language


@cache
def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages with a file, in alphabetical order."""
    return tuple(name.removesuffix(".toml") for name in list_names("languages") if name.count(".") == 1)
