"""Drafts to claims: identifiers, offsets, codes."""

from __future__ import annotations

from extractors.claims.draft import Draft
from extractors.claims.syntax import Syntax
from records.analysis import Sentence
from records.annotations import Claim
from records.articles import ArticleVersion
from records.ids import stable_id

#: changes whenever claims may change
CLAIMS_VERSION = "1"
_CERTAINTY = {
    "occurred": "certain",
    "ongoing": "certain",
    "scheduled": "probable",
    "planned": "probable",
    "rumoured": "possible",
}


def make_claim(version: ArticleVersion, syntax: Syntax, sentence: Sentence, draft: Draft, *, in_title: bool) -> Claim:
    """Return the finished claim; evidence is the exact sentence, offsets count in the body (or in the title)."""
    event, when = draft.row.event, draft.when
    actors = tuple(p.name for p in draft.actors)
    recipients = tuple(p.name for p in draft.recipients)
    char_start = sentence.char_start
    place = draft.place
    claim_id = stable_id(
        "clm", version.article_id, version.version, in_title, char_start, event.type, "|".join(actors), "|".join(recipients),
        when.t_start, when.t_end, draft.status, place.name if place else None, draft.index,
    )  # fmt: skip
    return Claim(
        claim_id=claim_id,
        article_id=version.article_id,
        version=version.version,
        url=version.url,
        outlet=version.outlet,
        lang=version.lang,
        published_at=version.published_at,
        seen_at=version.seen_at,
        char_start=char_start,
        char_end=sentence.char_end,
        evidence=syntax.analysis.text[char_start : sentence.char_end],
        trigger=syntax.tokens[draft.index].text,
        type=event.type,
        actors=actors,
        recipients=recipients,
        status=draft.status,
        date_status=when.date_status,
        actor_ids=tuple(p.entity_id or "" for p in draft.actors),
        recipient_ids=tuple(p.entity_id or "" for p in draft.recipients),
        place=place.name if place else None,
        place_id=(place.entity_id or None) if place else None,
        country_id=draft.country_id,
        time_text=when.text,
        t_start=when.t_start,
        t_end=when.t_end,
        granularity=when.granularity,
        polarity="negative" if draft.status in {"denied", "cancelled"} else "positive",
        certainty=_CERTAINTY.get(draft.status, "certain"),
        source=draft.source.name if draft.source else None,
        source_id=draft.source.entity_id if draft.source else None,
        source_kind=draft.source_kind,
        confidence=draft.row.frame.confidence,
        rule_id=draft.row.rule_id,
        plover_code=event.plover_code,
        plover_mode=event.plover_mode,
        cameo_root=event.cameo_root,
        in_title=in_title,
        factors={**draft.factors, "status_rule": draft.status_rule},
    )
