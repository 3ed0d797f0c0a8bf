"""Tables of quotation cues per language (`languages/<xx>.quotes.toml`), validated at load.

A table holds the verbs and phrases that say whose words something is, and the nouns for speakers who go unnamed.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from records.errors import SeedError
from seeds.own_files import find_file


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExampleQuote(_Strict):
    """One quotation that an example must yield."""

    text: str
    speaker: str
    kind: Literal["direct", "indirect"] = "direct"


class QuoteExample(_Strict):
    """A text of our own and its quotations in text order; none = nothing is found in it."""

    text: str
    quotes: tuple[ExampleQuote, ...] = ()

    @model_validator(mode="after")
    def _check_substrings(self) -> QuoteExample:
        for quote in self.quotes:
            if quote.text not in self.text:
                raise ValueError(f"quote {quote.text!r} is not in the example's text")
        return self


class QuoteTable(_Strict):
    """The cues of one language; verbs and nouns are lemmas, the rest lower-cased words with straight apostrophes."""

    lang: str
    #: verbs of saying whose content may stand without quotation marks
    verbs: tuple[str, ...] = ()
    #: verbs that give marked words to their subject, but report no content ("smile", "describe as", "call for")
    marking: tuple[str, ...] = ()
    #: verbs with which an outlet passes on what others said
    relaying: tuple[str, ...] = ()
    #: inflected forms that taggers leave unlemmatised -> lemma
    forms: dict[str, str] = {}
    #: phrases before a speaker ("according to")
    according: tuple[str, ...] = ()
    #: phrases after which no speaker comes, although one might be read there ("according to plan")
    no_speaker: tuple[str, ...] = ()
    #: words that open reported content and do not belong to it
    that: tuple[str, ...] = ()
    pronouns_male: tuple[str, ...] = ()
    pronouns_female: tuple[str, ...] = ()
    pronouns_plural: tuple[str, ...] = ()
    #: pronouns for institutions ("it said")
    pronouns_thing: tuple[str, ...] = ()
    pronouns_relative: tuple[str, ...] = ()
    #: possessives inside a phrase of `according` ("по его словам") that name the speaker
    possessives: tuple[str, ...] = ()
    #: words that make a verb report nothing ("did not say that")
    negators: tuple[str, ...] = ()
    #: words that open an aside of saying ("as the minister said")
    as_words: tuple[str, ...] = ()
    #: words that open a trailing remark about the speaker and no longer what is said (", without giving a date")
    trailing: tuple[str, ...] = ()
    #: words that open a clause which is a thing and no statement ("confirmed what …")
    question_words: tuple[str, ...] = ()
    #: True where content may follow its verb without an opening word ("she said it was over")
    is_that_optional: bool = False
    #: words before a noun that has been spoken of ("the", "the same")
    definite: tuple[str, ...] = ()
    #: False where bare nouns may take up what has been spoken of
    has_articles: bool = True
    #: titles and roles that tell a woman or a man
    female_words: tuple[str, ...] = ()
    male_words: tuple[str, ...] = ()
    #: verbs without a subject that say where something is written ("it says in a statement of the ministry")
    impersonal: tuple[str, ...] = ()
    #: "one" and "of" in "one of the officials"
    one_of: tuple[str, ...] = ()
    of_words: tuple[str, ...] = ()
    #: words that may open a remark about the speaker where no subject follows ("but gave no date")
    contrast: tuple[str, ...] = ()
    #: nouns in names of treaties and programmes: short marked phrases with one are no quotations
    documents: tuple[str, ...] = ()
    #: words for something whose name stands in marks ("the film “…”", "a treaty called “…”")
    titled: tuple[str, ...] = ()
    #: words beside a noun of `people` -> English word for its description
    qualities: dict[str, str] = {}
    #: nouns for speakers who go unnamed -> short English description
    people: dict[str, str] = {}
    example: tuple[QuoteExample, ...] = ()


@cache
def load_quote_table(lang: str) -> QuoteTable | None:
    """Return the table of a language, None where it has none.

    Raises SeedError if the file is invalid.
    """
    source = find_file("languages", f"{lang}.quotes.toml")
    if source is None:
        return None
    try:
        return QuoteTable.model_validate(tomllib.loads(source.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise SeedError(f"invalid quote table: {error}", path=str(source)) from error
