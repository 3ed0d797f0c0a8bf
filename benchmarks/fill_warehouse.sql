-- Synthetic ledger of $n_articles articles with ten claims each, as Arrow-ready rows of the core tables.
-- Skew as in the world: a few outlets write most, a few events get most of the claims, claims follow their event closely.
-- Every statement makes one view named after its table; fill_warehouse.py writes each as Parquet.

CREATE OR REPLACE MACRO rnd(i, k) AS (hash(i, k) % 1000003) / 1000003.0;
CREATE OR REPLACE MACRO ident(kind, i) AS kind || '_' || lpad(to_hex(hash(kind, i)), 16, '0');
CREATE OR REPLACE MACRO pick(options, x) AS options[1 + floor(x * len(options))::BIGINT];

CREATE OR REPLACE MACRO n_articles() AS getvariable('n_articles');
CREATE OR REPLACE MACRO n_events() AS getvariable('n_articles') // 4;
CREATE OR REPLACE MACRO instant_of(i, n) AS
    TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_microseconds((i * 63072000000000::HUGEINT // n)::BIGINT);

CREATE OR REPLACE VIEW base_events AS
SELECT
    k,
    ident('evt', k) AS event_id,
    ident('sto', k // 8) AS story_id,
    pick(['visit', 'visit', 'meeting', 'meeting', 'criticism', 'call', 'agreement', 'sanction', 'military_action', 'protest', 'aid', 'invitation'], rnd(k, 1)) AS type,
    floor(400 * power(rnd(k, 2), 2))::INTEGER AS actor,
    floor(200 * power(rnd(k, 3), 2))::INTEGER AS recipient,
    instant_of(k, n_events()) AS born_at,
    instant_of(k, n_events())::DATE + 5 + floor(40 * rnd(k, 4))::INTEGER AS t_start,
    pick(['occurred', 'occurred', 'occurred', 'scheduled', 'planned', 'cancelled', 'denied'], rnd(k, 5)) AS last_status
FROM range(n_events()) AS t (k);

CREATE OR REPLACE VIEW base_articles AS
SELECT
    i,
    ident('art', i) AS article_id,
    floor(300 * power(rnd(i, 6), 3))::INTEGER AS outlet_number,
    instant_of(i, n_articles()) AS published_at,
    instant_of(i, n_articles()) + INTERVAL 20 MINUTE AS seen_at
FROM range(n_articles()) AS t (i);

CREATE OR REPLACE VIEW named_articles AS
SELECT
    *,
    'outlet' || outlet_number || '.example' AS outlet,
    'https://outlet' || outlet_number || '.example/' || i AS url,
    pick(['en', 'en', 'fr', 'ru', 'de', 'ko', 'es'], (outlet_number % 7) / 7.0) AS lang
FROM base_articles;

CREATE OR REPLACE VIEW article_versions AS
SELECT
    article_id, v::INTEGER AS version, url, outlet, lang, 'Headline ' || i AS title,
    repeat('A sentence of filler about matter ' || (i % 977) || ' that goes on. ', 8 + (i % 9)::INTEGER) || v AS text,
    to_hex(hash(i, v)) AS text_sha256, published_at, 'feed' AS published_at_source,
    seen_at + to_hours(6 * (v - 1)) AS seen_at, '' AS author, 0::INTEGER AS utc_offset_minutes,
    NULL::VARCHAR AS feed_id, NULL::VARCHAR AS fetch_id, NULL::VARCHAR AS duplicate_of, NULL::VARCHAR AS suspect, seen_at AS loaded_at
FROM named_articles, range(1, 3) AS r (v)
WHERE v = 1 OR i % 50 = 0;

CREATE OR REPLACE VIEW annotations AS
SELECT
    article_id, 1::INTEGER AS version, '1' AS extractor_version, seen_at AS annotated_at, 5::INTEGER AS n_mentions,
    2::INTEGER AS n_time_refs, 2::INTEGER AS n_quotes, 10::INTEGER AS n_claims, i + 1 AS seq
FROM base_articles;

CREATE OR REPLACE VIEW base_claims AS
SELECT
    a.i * 10 + s AS c, a.i, s, a.article_id, a.url, a.outlet, a.lang, a.published_at, a.seen_at,
    CASE
        WHEN rnd(a.i * 10 + s, 7) < 0.1 THEN (a.i // 4) // 1000 * 1000
        ELSE greatest(0, a.i // 4 - floor(300 * power(rnd(a.i * 10 + s // 3, 8), 4))::BIGINT)
    END AS k
FROM named_articles AS a, range(10) AS r (s);

CREATE OR REPLACE VIEW claims AS
SELECT
    ident('clm', c.c) AS claim_id, c.article_id, 1::INTEGER AS version, c.url, c.outlet, c.lang, c.published_at, c.seen_at,
    (c.s * 60)::INTEGER AS char_start, (c.s * 60 + 55)::INTEGER AS char_end,
    'Person ' || e.actor || ' and Country ' || e.recipient || ' are named in sentence ' || c.c AS evidence,
    'word' AS "trigger", e.type, '' AS plover_code, '' AS plover_mode, '04' AS cameo_root,
    ['Person ' || e.actor] AS actors, ['ent_p' || e.actor] AS actor_ids,
    ['Country ' || e.recipient] AS recipients, ['ent_c' || e.recipient] AS recipient_ids,
    CASE WHEN c.c % 3 = 0 THEN 'Country ' || e.recipient END AS place,
    CASE WHEN c.c % 3 = 0 THEN 'ent_c' || e.recipient END AS place_id,
    'ent_c' || e.recipient AS country_id,
    CASE WHEN c.c % 2 = 0 THEN 'on the day' END AS time_text,
    CASE WHEN c.c % 2 = 0 THEN e.t_start + (c.c % 20 = 0)::INTEGER END AS t_start,
    CASE WHEN c.c % 2 = 0 THEN e.t_start + 1 + (c.c % 20 = 0)::INTEGER END AS t_end,
    CASE WHEN c.c % 2 = 0 THEN 'day' END AS granularity,
    CASE WHEN c.c % 2 = 0 THEN 'fixed' ELSE 'none' END AS date_status,
    CASE WHEN c.published_at::DATE >= e.t_start THEN e.last_status ELSE pick(['rumoured', 'planned', 'planned', 'scheduled'], rnd(c.c, 9)) END AS status,
    'positive' AS polarity, 'certain' AS certainty,
    CASE WHEN c.c % 5 < 3 THEN 'Source ' || floor(100 * power(rnd(c.c, 10), 2))::INTEGER END AS source,
    NULL::VARCHAR AS source_id, pick(['party', 'official', 'media', 'unnamed', 'article'], rnd(c.c, 11)) AS source_kind,
    0.9::DOUBLE AS confidence, 'rule' || (c.c % 40) AS rule_id, '1' AS extractor_version, FALSE AS in_title, '{}' AS factors,
    e.type || '|ent_c' || e.recipient || '|ent_p' || e.actor AS block
FROM base_claims AS c INNER JOIN base_events AS e USING (k);

CREATE OR REPLACE VIEW assignments AS
SELECT
    ident('clm', c) AS claim_id, ident('evt', k) AS event_id, ident('sto', k // 8) AS story_id, FALSE AS is_removed,
    seen_at AS decided_at, c + 1 AS seq
FROM base_claims;

CREATE OR REPLACE VIEW quotes AS
SELECT
    article_id, 1::INTEGER AS version, '1' AS extractor_version, (q * 100)::INTEGER AS char_start, (q * 100 + 50)::INTEGER AS char_end,
    'Word ' || i || ' of speaker' AS text, 'direct' AS kind, 'Person ' || floor(400 * power(rnd(i * 2 + q, 12), 2))::INTEGER AS speaker,
    'ent_p' || floor(400 * power(rnd(i * 2 + q, 12), 2))::INTEGER AS speaker_id, 'said' AS cue
FROM base_articles, range(2) AS r (q);

CREATE OR REPLACE VIEW mentions AS
SELECT
    article_id, 1::INTEGER AS version, '1' AS extractor_version, (m * 50)::INTEGER AS char_start, (m * 50 + 10)::INTEGER AS char_end,
    'Person' AS text, 'PER' AS label, 'ent_p' || floor(400 * power(rnd(i * 5 + m, 13), 2))::INTEGER AS entity_id,
    1.0::DOUBLE AS score, 'name' AS kind, NULL::VARCHAR AS acting_id
FROM base_articles, range(5) AS r (m);

CREATE OR REPLACE VIEW entities AS
SELECT 'ent_p' || k AS entity_id, 'Person ' || k AS name, 'person' AS kind, NULL::VARCHAR AS wikidata_id, NULL::VARCHAR AS country_id,
    []::VARCHAR[] AS aliases, FALSE AS is_removed, instant_of(0, 1) AS decided_at, k + 1 AS seq FROM range(400) AS t (k)
UNION ALL
SELECT 'ent_c' || k, 'Country ' || k, 'country', NULL, NULL, [], FALSE, instant_of(0, 1), 1000 + k FROM range(200) AS t (k);

CREATE OR REPLACE VIEW events AS
SELECT
    event_id, story_id, NULL::VARCHAR AS part_of, type, ['Person ' || actor] AS actors, ['Country ' || recipient] AS recipients,
    'Country ' || recipient AS place, last_status AS status, 'fixed' AS date_status, t_start, t_start + 1 AS t_end,
    born_at AS first_claimed_at, born_at AS last_claimed_at, 1::INTEGER AS n_claims, 1::INTEGER AS n_outlets,
    2::INTEGER AS n_independent_sources, ['en'] AS langs, FALSE AS is_removed, born_at AS decided_at, k + 1 AS seq
FROM base_events;

CREATE OR REPLACE VIEW event_history AS
SELECT
    ident('his', e.k * 3 + h) AS history_id, e.event_id, e.born_at + to_days((h * 3)::INTEGER) AS observed_at,
    CASE h WHEN 0 THEN 'planned' WHEN 1 THEN 'scheduled' ELSE e.last_status END AS status,
    CASE h WHEN 0 THEN 'none' ELSE 'fixed' END AS date_status,
    CASE h WHEN 0 THEN NULL WHEN 1 THEN e.t_start + (e.k % 3)::INTEGER ELSE e.t_start END AS t_start,
    CASE h WHEN 0 THEN NULL WHEN 1 THEN e.t_start + 1 + (e.k % 3)::INTEGER ELSE e.t_start + 1 END AS t_end,
    CASE h WHEN 0 THEN NULL WHEN 1 THEN 'planned' ELSE 'scheduled' END AS previous_status,
    CASE h WHEN 2 THEN e.t_start + (e.k % 3)::INTEGER END AS previous_t_start,
    CASE h WHEN 2 THEN e.t_start + 1 + (e.k % 3)::INTEGER END AS previous_t_end,
    'Source ' || (e.k % 100) AS source, 1::INTEGER AS source_rank, ident('art', e.k * 4) AS article_id,
    'https://outlet1.example/' || e.k AS url, [ident('clm', e.k * 40)] AS claim_ids, (h + 1)::INTEGER AS n_independent_sources,
    'outlet1.example' AS outlet, '' AS note, 'rule' AS rule_id, e.k * 3 + h + 1 AS seq
FROM base_events AS e, range(3) AS r (h);

CREATE OR REPLACE VIEW event_chronicle AS FROM event_history;

CREATE OR REPLACE VIEW contradictions AS
SELECT
    event_id, 'dates' AS property, ident('clm', k * 40) AS claim_id, ident('clm', k * 40 + 1) AS other_claim_id, born_at AS first_seen_at,
    CASE WHEN k % 20 <> 0 THEN born_at + INTERVAL 1 DAY END AS resolved_at, '' AS resolution, FALSE AS is_removed,
    born_at AS decided_at, k + 1 AS seq
FROM base_events WHERE k % 10 = 0;

CREATE OR REPLACE VIEW stories AS
SELECT
    ident('sto', k) AS story_id, NULL::VARCHAR AS watch, 'Story ' || k AS title, instant_of(k, n_events() // 8) AS first_seen_at,
    instant_of(k, n_events() // 8) AS last_seen_at, 1::INTEGER AS n_articles, 1::INTEGER AS n_outlets, ['en'] AS langs, FALSE AS is_removed,
    instant_of(k, n_events() // 8) AS decided_at, k + 1 AS seq
FROM range(n_events() // 8 + 1) AS t (k);

CREATE OR REPLACE VIEW story_articles AS
SELECT
    ident('sto', k // 8) AS story_id, article_id, 0.9::DOUBLE AS score, 'cluster' AS method, FALSE AS is_removed,
    seen_at AS decided_at, i + 1 AS seq
FROM base_claims WHERE s = 0;

CREATE OR REPLACE VIEW duplicates AS
SELECT article_id, ident('art', i - 1 - i % 7) AS duplicate_of, FALSE AS is_removed, seen_at AS decided_at, i + 1 AS seq
FROM base_articles WHERE i % 10 = 9;
