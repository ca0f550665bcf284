-- Indicators. Figures belong to them by registry and code.

CREATE TABLE indicator (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    measure TEXT NOT NULL,
    owner TEXT,
    unit TEXT NOT NULL,
    periodicity TEXT NOT NULL,
    moved_on TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX indicator_list ON indicator (registry, moved_on, id) WHERE recorded_to IS NULL;
CREATE INDEX indicator_public_list ON indicator (public, moved_on, id) WHERE recorded_to IS NULL;
CREATE INDEX indicator_measure ON indicator (registry, measure) WHERE recorded_to IS NULL;
CREATE INDEX observation_measure ON observation (registry, measure, period_end) WHERE recorded_to IS NULL;
