-- What each commit wrote, so that a standby takes it whole or not at all: the changes up to this row that
-- the batch before does not have, and the answers that bear its number. What was written before batches
-- were counted is cut into some.
CREATE TABLE batch (
    number INTEGER PRIMARY KEY,
    change INTEGER NOT NULL
);
INSERT INTO batch (number, change) SELECT (id + 499) / 500, max(id) FROM change GROUP BY (id + 499) / 500;
INSERT INTO batch (number, change) SELECT 1, 0 WHERE EXISTS (SELECT 1 FROM answer) AND NOT EXISTS (SELECT 1 FROM batch WHERE number = 1);

ALTER TABLE answer ADD COLUMN batch INTEGER NOT NULL DEFAULT 1;
CREATE INDEX answer_by_batch ON answer (batch);
