-- The giving of a call's places: its candidates and its runs.

CREATE TABLE run (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    call BLOB NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('gathering', 'frozen', 'drawn', 'computed', 'failed', 'signed', 'released')),
    released_on TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX run_list ON run (registry, released_on, id) WHERE recorded_to IS NULL;
CREATE INDEX run_public_list ON run (public, released_on, id) WHERE recorded_to IS NULL;
