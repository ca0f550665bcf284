-- A table that is about one thing, such as the scores of a call, waits beside that thing and not among the tables for the record.

ALTER TABLE import ADD COLUMN thing UUID;

CREATE INDEX import_thing ON import (thing, written_at);
