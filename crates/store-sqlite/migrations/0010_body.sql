-- Bodies between countries: working groups, commissions, secretariats, coalitions.

CREATE TABLE joint_body (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    kind TEXT NOT NULL,
    standing TEXT NOT NULL,
    moved_on TEXT NOT NULL,
    ahead_on TEXT,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX joint_body_list ON joint_body (registry, moved_on, id) WHERE recorded_to IS NULL;
CREATE INDEX joint_body_public_list ON joint_body (public, moved_on, id) WHERE recorded_to IS NULL;
