-- By which words each thing is found. Written with the thing, and anew from the journal like every reading table.

CREATE TABLE find_thing (
    stream UUID NOT NULL PRIMARY KEY,
    aggregate TEXT NOT NULL,
    registry TEXT NOT NULL,
    partner TEXT,
    public BOOLEAN NOT NULL,
    -- Empty, where no day stands for it.
    day TEXT NOT NULL,
    -- All its keys, in order, with a space around each.
    keys TEXT NOT NULL
);

CREATE TABLE find_key (
    registry TEXT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    stream UUID NOT NULL,
    PRIMARY KEY (registry, key, stream)
);

-- By which edition of the rules for keys the whole index is made; 0 while what is older than this table is not in it.
CREATE TABLE find_edition (edition BIGINT NOT NULL PRIMARY KEY);

INSERT INTO find_edition (edition)
SELECT CASE WHEN EXISTS (SELECT 1 FROM journal_stream) THEN 0 ELSE 1 END;
