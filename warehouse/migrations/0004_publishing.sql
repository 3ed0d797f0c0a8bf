-- What was published, so that a check looks only at what is new.

CREATE TABLE core.publications ( -- one row per published snapshot
    published_at TIMESTAMPTZ NOT NULL, -- when, UTC
    annotations_seq BIGINT -- highest core.annotations.seq in it: rows above it are new to the next checks
);
