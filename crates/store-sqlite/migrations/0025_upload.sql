-- Files that applicants are still sending, part by part: work of the running house, no part of the record, in no backup.
-- Name, size and hash of the file and each part are sealed under the key of the person.

CREATE TABLE upload (
    id BLOB NOT NULL PRIMARY KEY,
    applicant BLOB NOT NULL,
    nonce TEXT NOT NULL,
    text TEXT NOT NULL,
    -- Bytes of the file that have come.
    received INTEGER NOT NULL CHECK (received >= 0),
    touched_at INTEGER NOT NULL
) STRICT;

CREATE INDEX upload_applicant ON upload (applicant, id);
CREATE INDEX upload_touched ON upload (touched_at);

CREATE TABLE upload_part (
    upload BLOB NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    bytes BLOB NOT NULL,
    PRIMARY KEY (upload, start)
) STRICT;
