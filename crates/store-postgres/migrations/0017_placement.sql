-- What became of candidates after a run: the place given, its steps, the obligation.

CREATE TABLE placement (
    id UUID NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    call UUID NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'offered', 'held', 'accepted', 'deferred', 'enrolled', 'paused',
        'completed', 'returned', 'refused')),
    due_on TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
);

CREATE INDEX placement_list ON placement (call, code) WHERE recorded_to IS NULL;
CREATE INDEX placement_due ON placement (registry, due_on, id) WHERE recorded_to IS NULL;
