-- Keys of partners: by which of them a file counts as signed by the other side.

CREATE TABLE partner_key (
    id UUID NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'withdrawn')),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
);

CREATE INDEX partner_key_list ON partner_key (registry, id) WHERE recorded_to IS NULL;
