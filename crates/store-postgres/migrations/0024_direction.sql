-- Directions: what departments wish their people to learn abroad, before there is a call.

CREATE TABLE direction (
    id UUID NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'refused', 'withdrawn', 'called')),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
);

CREATE INDEX direction_list ON direction (registry, id) WHERE recorded_to IS NULL;
