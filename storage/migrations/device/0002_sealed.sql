-- What waits and what was answered may be sealed: the stream says under whose key, the box is the command
-- for the room alone, and the receipt stays readable, for it says no more than that something was done.
ALTER TABLE outbox ADD COLUMN stream TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN box BLOB;
ALTER TABLE outbox ADD COLUMN receipt BLOB;
UPDATE outbox SET stream = coalesce(json_extract(CAST(command AS TEXT), '$.stream'), ''),
                  receipt = CAST(json_extract(CAST(command AS TEXT), '$.receipt') AS BLOB);

ALTER TABLE answered ADD COLUMN stream TEXT NOT NULL DEFAULT '';
ALTER TABLE answered ADD COLUMN box BLOB;
ALTER TABLE answered ADD COLUMN receipt BLOB;
UPDATE answered SET stream = coalesce(json_extract(CAST(command AS TEXT), '$.stream'), ''),
                    receipt = CAST(json_extract(CAST(answer AS TEXT), '$.receipt') AS BLOB);
