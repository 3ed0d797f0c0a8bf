-- Raw layer: what the outside world said, kept as it came. Append-only; "current" is a view.
-- No primary keys: loads are idempotent by an anti-join on the key, so that the same SQL runs on DuckLake.
-- A versioned table (decided_at, seq) gets a new row when the content of its key changes; the highest seq is current.

CREATE SCHEMA IF NOT EXISTS raw;

CREATE TABLE raw.feeds ( -- one row per feed and change of its configuration; key feed_id, versioned
    feed_id VARCHAR NOT NULL, -- stable id of the feed
    url VARCHAR, -- address of the feed
    outlet VARCHAR, -- domain or name of the outlet
    title VARCHAR, -- title given in the seed or by the feed
    lang VARCHAR, -- ISO 639-1 code; empty = not stated
    country VARCHAR, -- ISO 3166 code; empty = not stated
    timezone VARCHAR, -- IANA zone in which the outlet's relative times are read
    identity VARCHAR, -- link or guid: what identifies an item
    is_removed BOOLEAN, -- true from the time the feed was taken off the list
    decided_at TIMESTAMPTZ NOT NULL, -- when this version was configured, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE raw.feed_states ( -- one row per feed and change of its polling state; key feed_id, versioned
    feed_id VARCHAR NOT NULL, -- feed
    url VARCHAR, -- address polled
    status VARCHAR, -- active, paused, gone
    etag VARCHAR, -- validator of the last full answer; null = none given
    last_modified VARCHAR, -- validator of the last full answer, as sent; null = none given
    body_sha256 VARCHAR, -- hash of the last full body; null = never fetched
    interval_seconds DOUBLE, -- time between polls, seconds
    next_poll_at TIMESTAMPTZ, -- when it is due, UTC; null = at once
    last_polled_at TIMESTAMPTZ, -- last attempt, UTC; null = never
    last_success_at TIMESTAMPTZ, -- last good answer, UTC; null = never
    last_unconditional_at TIMESTAMPTZ, -- last request without validators, UTC; null = never
    last_new_item_at TIMESTAMPTZ, -- last time an unknown item came, UTC; null = never
    consecutive_failures INTEGER, -- attempts failed in a row
    redirect_url VARCHAR, -- where it says it moved; null = it did not
    redirect_hops INTEGER, -- polls in a row that were redirected there
    is_removed BOOLEAN, -- true when the state was dropped with its feed
    decided_at TIMESTAMPTZ NOT NULL, -- when the state was reached, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE raw.feed_items ( -- one row per item announced by a feed, the first time it was seen; key item_key
    item_key VARCHAR NOT NULL, -- identity of the item in its feed
    feed_id VARCHAR, -- feed that announced it
    url VARCHAR, -- link as announced
    guid VARCHAR, -- GUID as announced; empty = none
    title VARCHAR, -- title as announced
    summary VARCHAR, -- summary as announced
    author VARCHAR, -- author as announced
    published_at TIMESTAMPTZ, -- announced publication time, UTC; null = none or out of range
    published_raw VARCHAR, -- announced publication time as written
    seen_at TIMESTAMPTZ -- when the item was first seen, UTC
);

CREATE TABLE raw.fetches ( -- one row per attempt to fetch a feed, a page or robots.txt; key fetch_id
    fetch_id VARCHAR NOT NULL, -- attempt
    kind VARCHAR, -- feed, page, robots
    url VARCHAR, -- address asked for
    final_url VARCHAR, -- address that answered
    fetched_at TIMESTAMPTZ, -- start of the attempt, UTC
    outcome VARCHAR, -- ok, not_modified, http_error, network_error, refused, too_large, timeout, parse_error
    http_status INTEGER, -- status code; null = no answer
    bytes BIGINT, -- size of the body as received, bytes
    duration_seconds DOUBLE, -- length of the attempt, seconds
    next_attempt_at TIMESTAMPTZ, -- when it will be tried again, UTC; null = never
    message VARCHAR -- what went wrong; empty = nothing
);

CREATE TABLE raw.pages ( -- one row per stored response body (the index of the archive); key page_id
    page_id VARCHAR NOT NULL, -- stored page
    url VARCHAR, -- address asked for
    final_url VARCHAR, -- address that answered
    fetched_at TIMESTAMPTZ, -- when it was fetched, UTC
    http_status INTEGER, -- status code
    content_type VARCHAR, -- as sent
    bytes BIGINT, -- size of the body, bytes
    body_sha256 VARCHAR, -- hash of the body
    archive_file VARCHAR, -- file inside the folder archive/; empty = not archived
    archive_offset BIGINT, -- position of the WARC record in that file, bytes; null = whole file
    archive_length BIGINT, -- length of the WARC record, bytes; null = to the end
    fetch_id VARCHAR, -- attempt that brought it; null = given by hand
    feed_id VARCHAR, -- feed that announced it; null = none
    item_key VARCHAR, -- item that announced it; null = none
    item_json VARCHAR -- the announcing item as JSON; null = none
);

CREATE TABLE raw.page_outcomes ( -- one row per page and processing by one extractor version; key page_id, processor_version
    page_id VARCHAR NOT NULL, -- stored page
    processor_version VARCHAR NOT NULL, -- version of the cleaner that read it
    outcome VARCHAR, -- article, unchanged, issue
    article_id VARCHAR, -- article made of it; null = none
    version INTEGER, -- article version made of it or found again; null = none
    processed_at TIMESTAMPTZ -- when, UTC
);

CREATE TABLE raw.issues ( -- one row per thing that failed or was refused; key issue_id
    issue_id VARCHAR NOT NULL, -- issue
    occurred_at TIMESTAMPTZ, -- when, UTC
    stage VARCHAR, -- poll, fetch, clean, annotate, resolve, publish, ingest, deliver
    kind VARCHAR, -- what kind of failure
    url VARCHAR, -- address concerned; null = none
    feed_id VARCHAR, -- feed concerned; null = none
    article_id VARCHAR, -- article concerned; null = none
    message VARCHAR -- what happened and what to do
);

CREATE TABLE raw.issue_resolutions ( -- one row per issue that was put right; key issue_id
    issue_id VARCHAR NOT NULL, -- issue
    resolved_at TIMESTAMPTZ -- when, UTC
);
