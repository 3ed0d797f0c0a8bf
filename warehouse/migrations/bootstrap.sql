-- Before all migrations: the schema's own bookkeeping, in every warehouse.

CREATE SCHEMA IF NOT EXISTS core;

CREATE TABLE IF NOT EXISTS core.migrations ( -- one row per migration applied
    number INTEGER NOT NULL, -- number of the migration
    name VARCHAR, -- its name
    sha256 VARCHAR, -- hash of its SQL: an edited migration is refused
    applied_at TIMESTAMPTZ -- when, UTC
);

CREATE TABLE IF NOT EXISTS core.view_sets ( -- one row per application of the views
    sha256 VARCHAR NOT NULL, -- hash of all views
    applied_at TIMESTAMPTZ -- when, UTC
);

CREATE TABLE IF NOT EXISTS core.fences ( -- one row per writer that opened the warehouse
    token BIGINT NOT NULL, -- fencing token of the writer
    opened_at TIMESTAMPTZ NOT NULL -- when, UTC
);
