-- Applications to calls, and what applicants keep until they send it.

CREATE TABLE application (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    call BLOB NOT NULL,
    applicant BLOB NOT NULL,
    receipt TEXT NOT NULL,
    home TEXT NOT NULL,
    host TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX application_call ON application (call, receipt) WHERE recorded_to IS NULL;
CREATE INDEX application_applicant ON application (applicant) WHERE recorded_to IS NULL;

-- The profile, the documents and the drafts of applicants, each sealed under the key of its person.
CREATE TABLE piece (
    id BLOB NOT NULL PRIMARY KEY,
    applicant BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('profile', 'document', 'draft')),
    nonce TEXT NOT NULL,
    text TEXT NOT NULL,
    file BLOB,
    revision INTEGER NOT NULL CHECK (revision > 0),
    written_at INTEGER NOT NULL
) STRICT;

CREATE INDEX piece_applicant ON piece (applicant, id);

-- An address together with a password opens the account of an applicant; only a slow hash of both is kept, so that an
-- address can be nobody's, one person's or several persons', and nobody learns which.
ALTER TABLE credential ADD COLUMN door BLOB;
CREATE UNIQUE INDEX credential_door ON credential (door);
