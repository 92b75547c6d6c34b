-- What one device holds: facts by audience, how far it has come in each, and what it has not sent.
CREATE TABLE fact (
    audience TEXT NOT NULL,
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    stream   TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    epoch    INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    body     BLOB NOT NULL,
    PRIMARY KEY (audience, kind, key)
) WITHOUT ROWID;

CREATE TABLE cursor (
    audience TEXT PRIMARY KEY,
    place    INTEGER NOT NULL,
    running  BLOB NOT NULL
) WITHOUT ROWID;

-- Commands not answered yet, in the order in which they were given.
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    person   TEXT NOT NULL,
    made_at  INTEGER NOT NULL,
    command  BLOB NOT NULL
);

-- Commands answered, with the answer and its receipt.
CREATE TABLE answered (
    id      TEXT PRIMARY KEY,
    person  TEXT NOT NULL,
    at      INTEGER NOT NULL,
    command BLOB NOT NULL,
    answer  BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
