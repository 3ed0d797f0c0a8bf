-- What resolve_cost.py puts over fill_warehouse.sql: the world grows with the archive, blocks are those of the resolver.
-- $n_articles are generated, the last $n_new of them are left for the resolver; $extractor_version is that of the code.

-- two hundred states and persons in every pair alike: a block holds a handful of events, as pairs of states do
CREATE OR REPLACE VIEW base_events AS
SELECT
    k,
    ident('evt', k) AS event_id,
    ident('sto', k // 8) AS story_id,
    pick(['visit', 'visit', 'meeting', 'meeting', 'criticism', 'call', 'agreement', 'sanction', 'military_action', 'protest', 'aid', 'invitation'], rnd(k, 1)) AS type,
    floor(400 * rnd(k, 2))::INTEGER AS actor,
    floor(200 * rnd(k, 3))::INTEGER AS recipient,
    instant_of(k, n_events()) AS born_at,
    instant_of(k, n_events())::DATE + 5 + floor(40 * rnd(k, 4))::INTEGER AS t_start,
    pick(['occurred', 'occurred', 'occurred', 'scheduled', 'planned', 'cancelled', 'denied'], rnd(k, 5)) AS last_status
FROM range(n_events()) AS t (k);

-- as stories.blocks.make_block names them for parties that the gazetteer does not know
CREATE OR REPLACE VIEW claim_blocks AS
SELECT
    claim_id,
    article_id,
    published_at,
    seen_at,
    CASE
        WHEN type IN ('meeting', 'call', 'agreement') THEN type || '|' || array_to_string(list_sort([lower(actors[1]), lower(recipients[1])]), '+') || '|'
        ELSE type || '|' || lower(actors[1]) || '|' || lower(recipients[1])
    END
    || CASE
        WHEN type IN ('visit', 'meeting', 'call', 'invitation', 'agreement', 'gift') THEN ''
        ELSE '|' || strftime(coalesce(t_start, published_at::DATE), '%Y-%m')
    END AS block
FROM claims;

CREATE OR REPLACE VIEW first_new AS
SELECT instant_of(n_articles() - getvariable('n_new'), n_articles()) AS published_at;

CREATE OR REPLACE VIEW stored_assignments AS
SELECT a.*, b.block
FROM assignments AS a
INNER JOIN claim_blocks AS b USING (claim_id)
WHERE b.published_at < (FROM first_new);

CREATE OR REPLACE VIEW stored_story_articles AS
SELECT s.*
FROM story_articles AS s
INNER JOIN base_articles AS a USING (article_id)
WHERE a.published_at < (FROM first_new);

-- articles on one event are alike, others are not
CREATE OR REPLACE VIEW embeddings AS
SELECT
    article_id,
    1::INTEGER AS version,
    getvariable('extractor_version') AS extractor_version,
    [sqrt(1 / 64)::FLOAT * (CASE WHEN rnd(i // 4, 100 + d) < 0.5 THEN -1 ELSE 1 END) FOR d IN range(64)]::FLOAT[] AS embedding
FROM base_articles;
