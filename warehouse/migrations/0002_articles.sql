-- Core layer, texts: article versions and all that was found in them. Append-only.
-- Annotations are loaded whole per article version and extractor version; the newest annotation is current.

CREATE TABLE core.article_versions ( -- one row per article and distinct text; key article_id, version
    article_id VARCHAR NOT NULL, -- article (one per canonical URL)
    version INTEGER NOT NULL, -- 1, 2, … in the order seen
    url VARCHAR, -- canonical URL
    outlet VARCHAR, -- outlet
    lang VARCHAR, -- ISO 639-1 code of the text
    title VARCHAR, -- headline
    text VARCHAR, -- body without the headline; all offsets count its characters (code points)
    text_sha256 VARCHAR, -- SHA-256 of the text in UTF-8, hexadecimal
    published_at TIMESTAMPTZ, -- publication time, UTC
    published_at_source VARCHAR, -- jsonld, meta, feed, url, text, given, seen
    seen_at TIMESTAMPTZ, -- when this version was first seen, UTC
    author VARCHAR, -- byline; empty = none
    utc_offset_minutes INTEGER, -- offset of the outlet from UTC at publication, minutes
    feed_id VARCHAR, -- feed that announced it; null = none
    fetch_id VARCHAR, -- attempt that brought it; null = given by hand
    duplicate_of VARCHAR, -- origin that the page itself names; null = none
    suspect VARCHAR, -- why it is not treated as news: consent, paywall, soft_404, boilerplate, empty; null = it is
    loaded_at TIMESTAMPTZ -- when the row was written, UTC
);

CREATE TABLE core.sightings ( -- one row per later sighting of a known article version; key article_id, version, seen_at
    article_id VARCHAR NOT NULL, -- article
    version INTEGER NOT NULL, -- version found again
    seen_at TIMESTAMPTZ NOT NULL -- when, UTC
);

CREATE TABLE core.duplicates ( -- one row per article and change of its origin; key article_id, versioned
    article_id VARCHAR NOT NULL, -- the copy
    duplicate_of VARCHAR, -- article_id or name of the origin; null = an original after all
    is_removed BOOLEAN, -- true when the finding was withdrawn
    decided_at TIMESTAMPTZ NOT NULL, -- when decided, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE core.annotations ( -- one row per article version and extractor version; key article_id, version, extractor_version
    article_id VARCHAR NOT NULL, -- article
    version INTEGER NOT NULL, -- version
    extractor_version VARCHAR NOT NULL, -- version of the extractors that read it
    annotated_at TIMESTAMPTZ, -- when, UTC
    n_mentions INTEGER, -- rows in core.mentions
    n_time_refs INTEGER, -- rows in core.time_refs
    n_quotes INTEGER, -- rows in core.quotes
    n_claims INTEGER, -- rows in core.claims
    seq BIGINT NOT NULL -- order of loading: the highest of an article version is current
);

CREATE TABLE core.entities ( -- one row per entity and change of its description; key entity_id, versioned
    entity_id VARCHAR NOT NULL, -- entity
    name VARCHAR, -- canonical English name
    kind VARCHAR, -- person, organization, country, place, facility, office, other
    wikidata_id VARCHAR, -- Q-number; null = not known there
    country_id VARCHAR, -- entity of the country it belongs to; null = none
    aliases VARCHAR[], -- other names
    is_removed BOOLEAN, -- true when taken off the gazetteer
    decided_at TIMESTAMPTZ NOT NULL, -- when, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE core.mentions ( -- one row per entity mention, article version and extractor version
    article_id VARCHAR NOT NULL, -- article
    version INTEGER NOT NULL, -- version
    extractor_version VARCHAR NOT NULL, -- extractors that found it
    char_start INTEGER, -- first character in the text
    char_end INTEGER, -- end in the text, exclusive
    text VARCHAR, -- exact words
    label VARCHAR, -- PER, LOC, ORG, GPE, OFFICE, MISC
    entity_id VARCHAR, -- entity; null = not linked
    score DOUBLE, -- confidence of the link, 0 to 1
    kind VARCHAR, -- name, office, pronoun, description, metonym
    acting_id VARCHAR -- entity that acts where the mention acts (a capital's state); null = itself
);

CREATE TABLE core.time_refs ( -- one row per time expression, article version and extractor version
    article_id VARCHAR NOT NULL, -- article
    version INTEGER NOT NULL, -- version
    extractor_version VARCHAR NOT NULL, -- extractors that found it
    char_start INTEGER, -- first character in the text
    char_end INTEGER, -- end in the text, exclusive
    text VARCHAR, -- exact words
    t_start DATE, -- first day; null = open or unknown
    t_end DATE, -- day after the last; null = open or unknown
    granularity VARCHAR, -- day, week, month, quarter, season, year, decade, open
    date_status VARCHAR, -- fixed, approximate, unset
    rule_id VARCHAR, -- grammar row that matched
    edge VARCHAR, -- since, from, until, by, before, after or empty
    is_anaphoric BOOLEAN -- true where it points back to another date
);

CREATE TABLE core.quotes ( -- one row per quotation, article version and extractor version
    article_id VARCHAR NOT NULL, -- article
    version INTEGER NOT NULL, -- version
    extractor_version VARCHAR NOT NULL, -- extractors that found it
    char_start INTEGER, -- first character in the text
    char_end INTEGER, -- end in the text, exclusive
    text VARCHAR, -- exact words
    kind VARCHAR, -- direct, indirect
    speaker VARCHAR, -- canonical name; null = unknown
    speaker_id VARCHAR, -- entity; null = not linked
    cue VARCHAR -- verb or preposition that attributes it; empty = none
);

CREATE TABLE core.claims ( -- one row per claim and extractor version; key claim_id, extractor_version
    claim_id VARCHAR NOT NULL, -- claim
    article_id VARCHAR NOT NULL, -- article
    version INTEGER NOT NULL, -- version
    url VARCHAR, -- canonical URL of the article
    outlet VARCHAR, -- outlet
    lang VARCHAR, -- language of the article
    published_at TIMESTAMPTZ, -- publication time of the article, UTC
    seen_at TIMESTAMPTZ, -- when the version was first seen, UTC
    char_start INTEGER, -- first character of the evidence in the text (in the title if in_title)
    char_end INTEGER, -- end of the evidence, exclusive
    evidence VARCHAR, -- the sentence
    "trigger" VARCHAR, -- the word that names the event
    type VARCHAR, -- event type of the guide
    plover_code VARCHAR, -- PLOVER event code; empty = none
    plover_mode VARCHAR, -- PLOVER mode; empty = none
    cameo_root VARCHAR, -- CAMEO root code, two digits; empty = none
    actors VARCHAR[], -- who acts, canonical names
    actor_ids VARCHAR[], -- their entities
    recipients VARCHAR[], -- to whom, canonical names
    recipient_ids VARCHAR[], -- their entities
    place VARCHAR, -- where, canonical name; null = not said
    place_id VARCHAR, -- its entity; null = not linked
    country_id VARCHAR, -- country of the place or of the host; null = not known
    time_text VARCHAR, -- words of the date; null = none
    t_start DATE, -- first day; null = unknown
    t_end DATE, -- day after the last; null = unknown
    granularity VARCHAR, -- granularity of the date; null = none
    date_status VARCHAR, -- fixed, approximate, unset, none
    status VARCHAR, -- occurred, ongoing, scheduled, planned, rumoured, postponed, cancelled, denied
    polarity VARCHAR, -- positive, negative
    certainty VARCHAR, -- certain, …
    source VARCHAR, -- who is cited, canonical name; null = the article itself
    source_id VARCHAR, -- its entity; null = not linked
    source_kind VARCHAR, -- party, official, media, unnamed, article
    confidence DOUBLE, -- 0 to 1
    rule_id VARCHAR, -- lexicon row that matched
    extractor_version VARCHAR NOT NULL, -- extractors that found it
    in_title BOOLEAN, -- true when it was read in the title
    factors VARCHAR, -- grammatical findings behind the status, a JSON object
    block VARCHAR -- type and sorted party ids joined by "|": where claims of one event are looked for
);

CREATE TABLE core.embeddings ( -- one row per article version and extractor version
    article_id VARCHAR NOT NULL, -- article
    version INTEGER NOT NULL, -- version
    extractor_version VARCHAR NOT NULL, -- extractors that computed it
    embedding FLOAT[] -- unit vector of title and lead, 512 numbers
);
