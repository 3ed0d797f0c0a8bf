"""Reads: what flows need back from the warehouse, as records. They take a connection (`writer.con` or `open_reader`)."""

from warehouse.read.articles import (
    read_article_versions,
    read_entities,
    read_entity_ids,
    read_known_articles,
    read_story_vectors,
    read_unannotated_versions,
)
from warehouse.read.collection import (
    read_due_feeds,
    read_feed_states,
    read_feeds,
    read_fetched_urls,
    read_known_item_keys,
    read_open_issues,
    read_pages,
    read_unprocessed_pages,
)
from warehouse.read.ledger import (
    read_alert_failures,
    read_aliases,
    read_assignments,
    read_chronicle,
    read_claims,
    read_contradictions,
    read_events,
    read_history,
    read_judgements,
    read_marker,
    read_open_alerts,
    read_stories,
    read_story_articles,
)

__all__ = [
    "read_alert_failures", "read_aliases", "read_article_versions", "read_assignments", "read_chronicle",
    "read_claims", "read_contradictions", "read_due_feeds", "read_entities", "read_entity_ids", "read_events",
    "read_feed_states", "read_feeds", "read_fetched_urls", "read_history", "read_judgements", "read_known_articles",
    "read_known_item_keys", "read_marker", "read_open_alerts", "read_open_issues", "read_pages", "read_stories",
    "read_story_articles", "read_story_vectors", "read_unannotated_versions", "read_unprocessed_pages",
]  # fmt: skip
