-- Projects, and the commitments and instruments they serve.

CREATE TABLE project (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    moved_on TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX project_list ON project (registry, moved_on, id) WHERE recorded_to IS NULL;
CREATE INDEX project_public_list ON project (public, moved_on, id) WHERE recorded_to IS NULL;

-- What a project serves by now.
CREATE TABLE project_serves (
    project BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('commitment', 'instrument')),
    thing BLOB NOT NULL,
    PRIMARY KEY (project, thing)
) STRICT;

CREATE INDEX project_serves_thing ON project_serves (thing);
