-- Calls for applications to programmes. Their places are in the quota ledger.

CREATE TABLE call (
    id UUID NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'checking', 'published', 'cancelled')),
    closes_on TEXT NOT NULL,
    public BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
);

CREATE INDEX call_list ON call (registry, closes_on, id) WHERE recorded_to IS NULL;
CREATE INDEX call_public_list ON call (public, closes_on, id) WHERE recorded_to IS NULL;
