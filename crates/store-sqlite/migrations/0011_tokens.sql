-- Tokens of programs, and what was done by them once. Doors into the running house: like sessions, in no backup.

CREATE TABLE token (
    id BLOB NOT NULL PRIMARY KEY,
    -- SHA-256 of a fixed prefix and the token; the token itself is kept nowhere.
    hash BLOB NOT NULL,
    account BLOB NOT NULL,
    name TEXT NOT NULL,
    -- Codes with spaces between them.
    scopes TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE UNIQUE INDEX token_hash ON token (hash);
CREATE INDEX token_account ON token (account, made_at);
CREATE INDEX token_ends ON token (ends_at);

-- A request that changed the record, under the key its sender gave it: sent again, it is answered and not done again.
CREATE TABLE answered (
    token BLOB NOT NULL,
    key TEXT NOT NULL,
    -- SHA-256 of address and body.
    request BLOB NOT NULL,
    thing BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (token, key)
) STRICT;

CREATE INDEX answered_ends ON answered (ends_at);
