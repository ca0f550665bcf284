-- The quota ledger: lines, where their places are, and every move of places.

CREATE TABLE quota_line (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    commitment BLOB NOT NULL,
    programme TEXT NOT NULL,
    channel TEXT NOT NULL,
    period_end TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX quota_line_list ON quota_line (registry, period_end, id) WHERE recorded_to IS NULL;
CREATE INDEX quota_line_commitment ON quota_line (commitment, period_end) WHERE recorded_to IS NULL;
CREATE INDEX quota_line_public_list ON quota_line (public, period_end, id) WHERE recorded_to IS NULL;

-- How many places lie in each account of a line by now. Changed only with the move that changes it, and never below
-- zero, whatever hand writes.
CREATE TABLE quota_account (
    line BLOB NOT NULL,
    account TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places >= 0),
    PRIMARY KEY (line, account)
) STRICT;

-- Every move in the order it was booked: written once, never changed. A missing account stands for outside the line.
CREATE TABLE quota_move (
    line BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    happened_on TEXT NOT NULL,
    known_on TEXT NOT NULL,
    from_account TEXT,
    to_account TEXT,
    places INTEGER NOT NULL CHECK (places > 0),
    reason TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (line, version)
) STRICT;
