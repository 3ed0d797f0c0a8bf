"""Everything that reading one text needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from extractors.claims.coreference import Discourse
from extractors.claims.draft import Draft
from extractors.claims.syntax import Syntax
from records.analysis import Sentence
from records.annotations import Quote
from records.articles import ArticleVersion


@dataclass(slots=True)
class Reader:
    """Everything that reading one text needs."""

    version: ArticleVersion
    #: the day from which the text counts its weekdays
    anchor_on: dt.date
    syntax: Syntax
    discourse: Discourse
    quotes: tuple[Quote, ...]
    in_title: bool = False
    #: last paragraph that tells of the past in the present tense
    narrative_paragraph: int = -9
    drafts: list[tuple[Draft, Sentence]] = field(default_factory=list)
