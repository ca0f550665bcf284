-- Papers the house gave out, signed with its key. The key itself lies outside the database.

CREATE TABLE paper (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    about BLOB NOT NULL,
    number TEXT NOT NULL,
    signer TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX paper_list ON paper (registry, number) WHERE recorded_to IS NULL;
CREATE INDEX paper_about ON paper (about, number) WHERE recorded_to IS NULL;
CREATE INDEX paper_signer ON paper (signer);
