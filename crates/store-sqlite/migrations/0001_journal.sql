-- The journal: entries chained by stream, heads of streams, seals over heads.

CREATE TABLE journal_stream (
    stream BLOB NOT NULL PRIMARY KEY,
    aggregate TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE journal_entry (
    stream BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    kind TEXT NOT NULL,
    registry TEXT,
    recorded_at INTEGER NOT NULL,
    valid_from TEXT,
    known_on TEXT NOT NULL,
    actor BLOB,
    source BLOB,
    payload TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (stream, version)
) STRICT;

CREATE INDEX journal_entry_latest ON journal_entry (registry, recorded_at, stream, version);

-- Entries not yet covered by a seal. A row is new with each entry, so that the sealer and a writer never meet.
CREATE TABLE journal_unsealed (
    stream BLOB NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (stream, version)
) STRICT;

CREATE TABLE journal_seal (
    number INTEGER NOT NULL PRIMARY KEY,
    sealed_at INTEGER NOT NULL,
    heads INTEGER NOT NULL,
    root BLOB NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE journal_seal_head (
    number INTEGER NOT NULL,
    stream BLOB NOT NULL,
    version INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (number, stream)
) STRICT;

-- Texts and files under their SHA-256.
CREATE TABLE blob (
    hash BLOB NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
