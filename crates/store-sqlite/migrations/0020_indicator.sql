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

-- What the engine drafted of texts. Work of the house: made anew from the texts wherever it is missing.

CREATE TABLE text_draft (
    source BLOB NOT NULL PRIMARY KEY,
    registry TEXT NOT NULL,
    edition INTEGER NOT NULL,
    published_on TEXT NOT NULL,
    keys TEXT NOT NULL,
    draft TEXT NOT NULL
) STRICT;

CREATE INDEX text_draft_list ON text_draft (registry, edition, published_on, source);
