-- By which words each thing is found. Written with the thing, and anew from the journal like every reading table.

CREATE TABLE find_thing (
    stream BLOB NOT NULL PRIMARY KEY,
    aggregate TEXT NOT NULL,
    registry TEXT NOT NULL,
    partner TEXT,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    -- Empty, where no day stands for it.
    day TEXT NOT NULL,
    -- All its keys, in order, with a space around each.
    keys TEXT NOT NULL
) STRICT;

CREATE TABLE find_key (
    registry TEXT NOT NULL,
    key TEXT NOT NULL,
    stream BLOB NOT NULL,
    PRIMARY KEY (registry, key, stream)
) STRICT, WITHOUT ROWID;

-- By which edition of the rules for keys the whole index is made; 0 while what is older than this table is not in it.
CREATE TABLE find_edition (edition INTEGER NOT NULL PRIMARY KEY) STRICT;

INSERT INTO find_edition (edition)
SELECT CASE WHEN EXISTS (SELECT 1 FROM journal_stream) THEN 0 ELSE 1 END;
