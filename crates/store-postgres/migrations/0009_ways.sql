-- Tables that people bring, until their rows are in the record: work in hand, never part of the record.
-- The file and its rows are emptied when they were written: then they lie in the record.

CREATE TABLE import (
    id UUID NOT NULL PRIMARY KEY,
    registry TEXT NOT NULL,
    author UUID,
    state TEXT NOT NULL CHECK (state IN ('checking', 'checked', 'written', 'dropped')),
    -- What was said of the file, and what came of it, as JSON.
    about TEXT NOT NULL,
    file BYTEA NOT NULL,
    rows TEXT NOT NULL,
    -- What was found in each row, one line of JSON for each.
    report TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision > 0),
    written_at BIGINT NOT NULL
);

CREATE INDEX import_list ON import (registry, written_at);
CREATE INDEX import_old ON import (written_at);
