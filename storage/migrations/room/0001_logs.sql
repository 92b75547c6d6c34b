-- The logs. Rows are added and never altered; everything below "projections" can be rebuilt.
CREATE TABLE change (
    id       INTEGER PRIMARY KEY,
    stream   TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    epoch    INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    audience TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    body     BLOB    NOT NULL,
    prev     BLOB    NOT NULL CHECK (length(prev) = 32),
    UNIQUE (stream, seq)
);

-- Answers by command, refusals included, so that a command sent again is answered and not done again.
CREATE TABLE answer (
    device TEXT NOT NULL,
    id     TEXT NOT NULL,
    stream TEXT NOT NULL,
    body   BLOB NOT NULL,
    PRIMARY KEY (device, id)
) WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- Projections.
CREATE TABLE stream_head (
    stream TEXT PRIMARY KEY,
    seq    INTEGER NOT NULL,
    hash   BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE audience_head (
    audience TEXT PRIMARY KEY,
    place    INTEGER NOT NULL,
    running  BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE placed (
    audience TEXT    NOT NULL,
    place    INTEGER NOT NULL,
    change   INTEGER NOT NULL,
    running  BLOB    NOT NULL,
    PRIMARY KEY (audience, place)
) WITHOUT ROWID;

CREATE TABLE fact (
    stream TEXT NOT NULL,
    kind   TEXT NOT NULL,
    key    TEXT NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (stream, kind, key)
) WITHOUT ROWID;

-- Which bytes the fact of a document lets its audience read.
CREATE TABLE readable (
    hash     TEXT NOT NULL,
    audience TEXT NOT NULL,
    stream   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    PRIMARY KEY (hash, audience, stream, kind, key)
) WITHOUT ROWID;
CREATE INDEX readable_by_fact ON readable (stream, kind, key);
