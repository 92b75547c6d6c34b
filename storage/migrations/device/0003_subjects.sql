-- Keys of subjects whose personal fields the device may read. They never were in a log.
CREATE TABLE subject_key (
    subject TEXT PRIMARY KEY,
    key     BLOB NOT NULL
) WITHOUT ROWID;
