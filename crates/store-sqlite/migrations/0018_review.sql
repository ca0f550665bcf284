-- Reviews of applications: who scores them and what they gave.

CREATE TABLE review (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    call BLOB NOT NULL,
    receipt TEXT NOT NULL,
    -- Who has a seat now; a lost one is not here.
    reviewer_one BLOB,
    reviewer_two BLOB,
    reviewer_three BLOB,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX review_call ON review (call, receipt) WHERE recorded_to IS NULL;
CREATE INDEX review_one ON review (reviewer_one) WHERE recorded_to IS NULL;
CREATE INDEX review_two ON review (reviewer_two) WHERE recorded_to IS NULL;
CREATE INDEX review_three ON review (reviewer_three) WHERE recorded_to IS NULL;
