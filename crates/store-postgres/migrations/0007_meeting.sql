-- Meetings are planned, held or put off; letters about steps are registered; commitments are in somebody's charge.

ALTER TABLE meeting ADD COLUMN level TEXT NOT NULL DEFAULT 'other';
ALTER TABLE meeting ADD COLUMN state TEXT NOT NULL DEFAULT 'held';
ALTER TABLE meeting ADD COLUMN public BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE meeting SET level = body::jsonb -> 'description' ->> 'level';

DROP INDEX meeting_current;
CREATE INDEX meeting_list ON meeting (registry, held_on, id) WHERE recorded_to IS NULL;
CREATE INDEX meeting_partner ON meeting (registry, partner, held_on, id) WHERE recorded_to IS NULL;
CREATE INDEX meeting_public_list ON meeting (public, held_on, id) WHERE recorded_to IS NULL;

-- The meeting a commitment comes from.
ALTER TABLE commitment ADD COLUMN meeting UUID;

UPDATE commitment SET meeting = (body::jsonb -> 'description' ->> 'meeting')::uuid;

CREATE INDEX commitment_meeting ON commitment (meeting) WHERE recorded_to IS NULL;

-- The register of letters: each under the number a chancellery gave it.
CREATE TABLE letter (
    stream UUID NOT NULL,
    version BIGINT NOT NULL,
    -- The entry it is about.
    step BIGINT NOT NULL,
    aggregate TEXT NOT NULL,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    direction TEXT NOT NULL,
    number TEXT NOT NULL,
    -- The number as it is looked for.
    key TEXT COLLATE "C" NOT NULL,
    registered_on TEXT NOT NULL,
    PRIMARY KEY (stream, version)
);

CREATE INDEX letter_key ON letter (registry, key);
CREATE INDEX letter_list ON letter (registry, registered_on, stream, version);

-- In whose charge a commitment is by now.
CREATE TABLE charge (
    commitment UUID NOT NULL,
    person UUID NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('responsible', 'deputy')),
    PRIMARY KEY (commitment, person)
);

CREATE INDEX charge_person ON charge (person);

-- Meetings can be found by words from now on: where there are any, the index is made anew.
UPDATE find_edition SET edition = 0 WHERE EXISTS (SELECT 1 FROM meeting);
