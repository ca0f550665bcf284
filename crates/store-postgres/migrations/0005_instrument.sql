-- Instruments, and the commitments that stand in them.

CREATE TABLE instrument (
    id UUID NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent UUID,
    moved_on TEXT NOT NULL,
    public BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
);

CREATE INDEX instrument_list ON instrument (registry, moved_on, id) WHERE recorded_to IS NULL;
CREATE INDEX instrument_public_list ON instrument (public, moved_on, id) WHERE recorded_to IS NULL;
CREATE INDEX instrument_parent ON instrument (parent) WHERE recorded_to IS NULL;

-- Which commitments stand in an instrument by now.
CREATE TABLE instrument_link (
    instrument UUID NOT NULL,
    commitment UUID NOT NULL,
    PRIMARY KEY (instrument, commitment)
);

CREATE INDEX instrument_link_commitment ON instrument_link (commitment);
