-- Notices to persons: no part of the record, in no backup.

CREATE TABLE notice (
    id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL,
    subject TEXT NOT NULL,
    aggregate TEXT NOT NULL,
    thing BLOB NOT NULL,
    title TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    read_at INTEGER,
    mail TEXT NOT NULL CHECK (mail IN ('waiting', 'sent', 'failed', 'unwanted')),
    -- When the mail is tried next, while it waits.
    next_at INTEGER NOT NULL
) STRICT;

CREATE INDEX notice_list ON notice (account, made_at, id);
CREATE INDEX notice_unread ON notice (account) WHERE read_at IS NULL;
CREATE INDEX notice_mail ON notice (next_at, id) WHERE mail = 'waiting';
CREATE INDEX notice_made ON notice (made_at);

CREATE TABLE delivery (
    notice BLOB NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    carrier TEXT NOT NULL,
    at INTEGER NOT NULL,
    mail TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (notice, number)
) STRICT;

-- How a person wants to be told; no row for whoever never said.
CREATE TABLE notice_wish (
    account BLOB NOT NULL PRIMARY KEY,
    no_mail INTEGER NOT NULL CHECK (no_mail IN (0, 1)),
    language TEXT
) STRICT;
