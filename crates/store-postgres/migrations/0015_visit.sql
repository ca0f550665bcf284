-- Visits of experts. What was done at them is in the body of each.

CREATE TABLE visit (
    id UUID NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    state TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ahead_on TEXT,
    public BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
);

CREATE INDEX visit_list ON visit (registry, starts_on, id) WHERE recorded_to IS NULL;
CREATE INDEX visit_public_list ON visit (public, starts_on, id) WHERE recorded_to IS NULL;
