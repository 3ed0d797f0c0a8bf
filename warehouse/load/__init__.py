"""Loads: records in, rows added out; idempotent by key, so that a replay after a crash changes nothing.

Every function may be called inside `with writer.transaction():` to make several loads one.
"""

from warehouse.load.articles import (
    block_of,
    load_annotations,
    load_article_versions,
    load_claims,
    load_duplicates,
    load_entities,
    load_sightings,
)
from warehouse.load.collection import (
    issue_id,
    item_key,
    load_feed_items,
    load_feed_states,
    load_feeds,
    load_fetches,
    load_issues,
    load_page_outcomes,
    load_pages,
    remove_feeds,
    resolve_issues,
)
from warehouse.load.ledger import (
    history_id,
    load_alert_attempts,
    load_alerts,
    load_aliases,
    load_assignments,
    load_chronicle,
    load_contradictions,
    load_events,
    load_history,
    load_judgements,
    load_stories,
    load_story_articles,
    set_marker,
)

__all__ = [
    "block_of", "history_id", "issue_id", "item_key", "load_alert_attempts", "load_alerts", "load_aliases",
    "load_annotations", "load_article_versions", "load_assignments", "load_chronicle", "load_claims",
    "load_contradictions", "load_duplicates", "load_entities", "load_events", "load_feed_items", "load_feed_states",
    "load_feeds", "load_fetches", "load_history", "load_issues", "load_judgements", "load_page_outcomes", "load_pages",
    "load_sightings", "load_stories", "load_story_articles", "remove_feeds", "resolve_issues", "set_marker",
]  # fmt: skip
