-- grain: one row per attempt to fetch a feed, a page or robots.txt
-- inputs: raw.fetches
-- why: shows what was asked of whom and how it went
-- column fetch_id: the attempt; never null
-- column kind: feed, page or robots; never null
-- column url: address asked for; never null
-- column final_url: address that answered, after redirects; equal to url if none
-- column fetched_at: start of the attempt, UTC; never null
-- column outcome: ok, not_modified, http_error, network_error, refused, too_large, timeout or parse_error; never null
-- column http_status: status code; null = no answer
-- column bytes: size of the body as received, bytes; 0 = none
-- column duration_seconds: length of the attempt, seconds; never null
-- column next_attempt_at: when it is tried again, UTC; null = never
-- column message: what went wrong; empty = nothing

CREATE OR REPLACE VIEW main.fetches AS
SELECT
    fetch_id,
    kind,
    url,
    final_url,
    fetched_at,
    outcome,
    http_status,
    bytes,
    duration_seconds,
    next_attempt_at,
    message
FROM raw.fetches
