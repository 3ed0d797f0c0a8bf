-- One row that every transaction of a warehouse with many writers updates: two that overlap conflict there, and the later
-- one is run again on what the earlier one has committed, so that an anti-join never misses a row. Files with one writer
-- leave it alone.

CREATE TABLE core.turns ( -- one row per warehouse
    n_turns BIGINT NOT NULL -- transactions committed by writers on DuckLake
);

INSERT INTO core.turns VALUES (0);
