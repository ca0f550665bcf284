-- Lists of the console that people keep under a name: no part of the record, carried with it.

CREATE TABLE saved_list (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL,
    registry TEXT NOT NULL,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    filters TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    saved_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX saved_list_name ON saved_list (account, list, name);
CREATE INDEX saved_list_shared ON saved_list (registry) WHERE shared;
