-- The keys under which personal fields stand in the logs, one for each subject. Erasing a subject is deleting
-- its row: this file is small, apart from the logs, and overwritten where it was deleted.
CREATE TABLE subject_key (
    subject TEXT PRIMARY KEY,
    key     BLOB NOT NULL CHECK (length(key) = 32)
) WITHOUT ROWID;
