-- Tokens of programs, and what was done by them once. Doors into the running house: like sessions, in no backup.

CREATE TABLE token (
    id UUID NOT NULL PRIMARY KEY,
    -- SHA-256 of a fixed prefix and the token; the token itself is kept nowhere.
    hash BYTEA NOT NULL,
    account UUID NOT NULL,
    name TEXT NOT NULL,
    -- Codes with spaces between them.
    scopes TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT
);

CREATE UNIQUE INDEX token_hash ON token (hash);
CREATE INDEX token_account ON token (account, made_at);
CREATE INDEX token_ends ON token (ends_at);

-- A request that changed the record, under the key its sender gave it: sent again, it is answered and not done again.
CREATE TABLE answered (
    token UUID NOT NULL,
    key TEXT NOT NULL,
    -- SHA-256 of address and body.
    request BYTEA NOT NULL,
    thing UUID NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (token, key)
);

CREATE INDEX answered_ends ON answered (ends_at);
