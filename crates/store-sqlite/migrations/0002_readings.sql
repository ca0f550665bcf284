-- Reading tables. Each row holds over a span of days (known) and a span of instants (recorded; open while NULL).
-- Nothing writes them but the journal, and they can be written anew from it to the byte.

CREATE TABLE registry (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX registry_current ON registry (code) WHERE recorded_to IS NULL;

CREATE TABLE party (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX party_current ON party (code) WHERE recorded_to IS NULL;

CREATE TABLE source (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    kind TEXT NOT NULL,
    published_on TEXT NOT NULL,
    review TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX source_current ON source (registry, published_on, id) WHERE recorded_to IS NULL;
CREATE INDEX source_review ON source (registry, review) WHERE recorded_to IS NULL;

CREATE TABLE meeting (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    held_on TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX meeting_current ON meeting (registry, partner, held_on) WHERE recorded_to IS NULL;

CREATE TABLE commitment (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    topic TEXT NOT NULL,
    stage TEXT NOT NULL,
    delivery TEXT NOT NULL,
    due TEXT NOT NULL,
    weight INTEGER NOT NULL,
    successor_of BLOB,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX commitment_list ON commitment (registry, weight, due, id) WHERE recorded_to IS NULL;
CREATE INDEX commitment_partner ON commitment (registry, partner, weight, due, id) WHERE recorded_to IS NULL;
CREATE INDEX commitment_due ON commitment (registry, due, id) WHERE recorded_to IS NULL;
CREATE INDEX commitment_public_list ON commitment (public, weight, due, id) WHERE recorded_to IS NULL;
CREATE INDEX commitment_successor ON commitment (successor_of) WHERE recorded_to IS NULL;

CREATE TABLE observation (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    commitment BLOB,
    measure TEXT NOT NULL,
    period_end TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX observation_list ON observation (registry, period_end DESC, measure, id) WHERE recorded_to IS NULL;
CREATE INDEX observation_partner ON observation (registry, partner, period_end DESC, measure, id) WHERE recorded_to IS NULL;
CREATE INDEX observation_commitment ON observation (commitment, period_end) WHERE recorded_to IS NULL;
CREATE INDEX observation_public_list ON observation (public, period_end) WHERE recorded_to IS NULL;

CREATE TABLE conflict (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    commitment BLOB,
    state TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

-- In the order of the lists: open ones first, then the latest.
CREATE INDEX conflict_list ON conflict (registry, (CASE state WHEN 'open' THEN 0 WHEN 'standing' THEN 1 ELSE 2 END), known_from DESC, id)
    WHERE recorded_to IS NULL;
CREATE INDEX conflict_partner ON conflict (registry, partner, (CASE state WHEN 'open' THEN 0 WHEN 'standing' THEN 1 ELSE 2 END), known_from DESC, id)
    WHERE recorded_to IS NULL;
CREATE INDEX conflict_state ON conflict (registry, state, known_to) WHERE recorded_to IS NULL;
CREATE INDEX conflict_commitment ON conflict (commitment) WHERE recorded_to IS NULL;

CREATE TABLE account (
    id BLOB NOT NULL,
    known_from TEXT NOT NULL,
    known_to TEXT NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    registry TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    email TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (id, recorded_from, known_from)
) STRICT;

CREATE INDEX account_current ON account (registry) WHERE recorded_to IS NULL;
CREATE INDEX account_email ON account (email) WHERE recorded_to IS NULL;

-- Which statements rest on which passage of a source; current ones only.
CREATE TABLE quotation (
    stream BLOB NOT NULL,
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    aggregate TEXT NOT NULL,
    source BLOB NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    PRIMARY KEY (stream, number, place)
) STRICT;

CREATE INDEX quotation_source ON quotation (source, start_at);

-- Names that only one stream may have: addresses of accounts, fingerprints of texts, codes of parties.
CREATE TABLE claim (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    stream BLOB NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT;

CREATE INDEX claim_stream ON claim (stream);

-- How many commitments a partner has by stage and delivery. Writers only add rows, so that they never wait for one
-- another; the sealer folds many rows of a group into one.
CREATE TABLE tally (
    id BLOB NOT NULL PRIMARY KEY,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    stage TEXT NOT NULL,
    delivery TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    count INTEGER NOT NULL,
    -- When rows of the group were last made one, in microseconds; a row that a writer just added has none.
    folded_at INTEGER
) STRICT;

CREATE INDEX tally_group ON tally (registry, partner, stage, delivery, public);
CREATE INDEX tally_added ON tally (registry, partner, stage, delivery, public) WHERE folded_at IS NULL;

-- The group in which each commitment is counted at present.
CREATE TABLE counted (
    stream BLOB NOT NULL PRIMARY KEY,
    registry TEXT NOT NULL,
    partner TEXT NOT NULL,
    stage TEXT NOT NULL,
    delivery TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1))
) STRICT;
