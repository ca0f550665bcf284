-- Instruments, and the commitments that stand in them.

CREATE TABLE instrument (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent BLOB,
    moved_on TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX instrument_list ON instrument (registry, moved_on, id) WHERE recorded_to IS NULL;
CREATE INDEX instrument_public_list ON instrument (public, moved_on, id) WHERE recorded_to IS NULL;
CREATE INDEX instrument_parent ON instrument (parent) WHERE recorded_to IS NULL;

-- Which commitments stand in an instrument by now.
CREATE TABLE instrument_link (
    instrument BLOB NOT NULL,
    commitment BLOB NOT NULL,
    PRIMARY KEY (instrument, commitment)
) STRICT;

CREATE INDEX instrument_link_commitment ON instrument_link (commitment);
