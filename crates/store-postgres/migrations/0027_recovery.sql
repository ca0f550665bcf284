-- Ways back into accounts of applicants who lost their password: work of the running house, no part of the record, in
-- no backup.

-- Who asks leaves no address: only a hash of it, salted with the id, until the mail is carried.
CREATE TABLE recovery_ask (
    id UUID NOT NULL PRIMARY KEY,
    address BYTEA NOT NULL,
    language TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);

CREATE INDEX recovery_ask_next ON recovery_ask (next_at);

-- A link is kept as the hash of what stands in the mail.
CREATE TABLE recovery_link (
    token BYTEA NOT NULL PRIMARY KEY,
    account UUID NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX recovery_link_account ON recovery_link (account);
