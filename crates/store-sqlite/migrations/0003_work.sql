-- Plain tables outside the journal.

CREATE TABLE session (
    token BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL,
    csrf TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    second_factor INTEGER NOT NULL CHECK (second_factor IN (0, 1))
) STRICT;

CREATE INDEX session_account ON session (account);
CREATE INDEX session_ends ON session (ends_at);

CREATE TABLE credential (
    account BLOB NOT NULL PRIMARY KEY,
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    totp_nonce TEXT,
    totp_text TEXT,
    totp_step INTEGER NOT NULL
) STRICT;

CREATE TABLE attempt (
    bucket TEXT NOT NULL,
    window_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (bucket, window_at)
) STRICT;

CREATE TABLE kept_form (
    token BLOB NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;

-- Passages marked in a source and not yet decided: work in hand, never part of the record.
CREATE TABLE draft (
    id BLOB NOT NULL PRIMARY KEY,
    source BLOB NOT NULL,
    registry TEXT NOT NULL,
    author BLOB,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'rejected')),
    start_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    written_at INTEGER NOT NULL
) STRICT;

CREATE INDEX draft_source ON draft (source, start_at);
CREATE INDEX draft_open ON draft (registry, state);

CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    fencing INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;
