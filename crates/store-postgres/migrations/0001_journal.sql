-- The journal: entries chained by stream, heads of streams, seals over heads.

CREATE TABLE journal_stream (
    stream UUID NOT NULL PRIMARY KEY,
    aggregate TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    hash BYTEA NOT NULL
);

CREATE TABLE journal_entry (
    stream UUID NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    kind TEXT NOT NULL,
    registry TEXT,
    recorded_at BIGINT NOT NULL,
    valid_from TEXT,
    known_on TEXT NOT NULL,
    actor UUID,
    source UUID,
    payload TEXT NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (stream, version)
);

CREATE INDEX journal_entry_latest ON journal_entry (registry, recorded_at, stream, version);

-- Entries not yet covered by a seal. A row is new with each entry, so that the sealer and a writer never meet.
CREATE TABLE journal_unsealed (
    stream UUID NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (stream, version)
);

CREATE TABLE journal_seal (
    number BIGINT NOT NULL PRIMARY KEY,
    sealed_at BIGINT NOT NULL,
    heads BIGINT NOT NULL,
    root BYTEA NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL
);

CREATE TABLE journal_seal_head (
    number BIGINT NOT NULL,
    stream UUID NOT NULL,
    version BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (number, stream)
);

-- Texts and files under their SHA-256.
CREATE TABLE blob (
    hash BYTEA NOT NULL PRIMARY KEY,
    bytes BYTEA NOT NULL
);
