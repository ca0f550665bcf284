-- Plain tables outside the journal.

CREATE TABLE session (
    token BYTEA NOT NULL PRIMARY KEY,
    account UUID NOT NULL,
    csrf TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    second_factor BOOLEAN NOT NULL
);

CREATE INDEX session_account ON session (account);
CREATE INDEX session_ends ON session (ends_at);

CREATE TABLE credential (
    account UUID NOT NULL PRIMARY KEY,
    password TEXT NOT NULL,
    must_change BOOLEAN NOT NULL,
    totp_nonce TEXT,
    totp_text TEXT,
    totp_step BIGINT NOT NULL
);

CREATE TABLE attempt (
    bucket TEXT NOT NULL,
    window_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    PRIMARY KEY (bucket, window_at)
);

CREATE TABLE kept_form (
    token BYTEA NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);

-- Passages marked in a source and not yet decided: work in hand, never part of the record.
CREATE TABLE draft (
    id UUID NOT NULL PRIMARY KEY,
    source UUID NOT NULL,
    registry TEXT NOT NULL,
    author UUID,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'rejected')),
    start_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision > 0),
    written_at BIGINT NOT NULL
);

CREATE INDEX draft_source ON draft (source, start_at);
CREATE INDEX draft_open ON draft (registry, state);

CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    fencing BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
