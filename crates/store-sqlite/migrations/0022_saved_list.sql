-- Lists of the console that people keep under a name: no part of the record, carried with it.

CREATE TABLE saved_list (
    id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL,
    registry TEXT NOT NULL,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    filters TEXT NOT NULL,
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
    saved_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX saved_list_name ON saved_list (account, list, name);
CREATE INDEX saved_list_shared ON saved_list (registry) WHERE shared;
