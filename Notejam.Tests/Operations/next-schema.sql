-- What a next version may do to the schema that the present one still runs on: expand. Each statement runs by itself,
-- as an index that is built beside the traffic demands.
SET lock_timeout = '2s';
ALTER TABLE notes ADD COLUMN color text;
ALTER TABLE pads ADD COLUMN position integer NOT NULL DEFAULT 0;
CREATE TABLE labels (
  id uuid PRIMARY KEY, owner_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE, name text NOT NULL);
CREATE INDEX CONCURRENTLY ix_notes_color ON notes (owner_id, color);
