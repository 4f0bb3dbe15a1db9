-- The roles that Notejam works with, for a new database:
--   psql -v migrator=PASSWORD -v web=PASSWORD -v backup=PASSWORD -f eng/roles.sql
-- Run by its owner, before the first migration.
\set ON_ERROR_STOP on
BEGIN;

-- Owns the database, so that it may change the schema.
CREATE ROLE notejam_migrator LOGIN PASSWORD :'migrator';
GRANT notejam_migrator TO CURRENT_USER;
SELECT format('ALTER DATABASE %I OWNER TO notejam_migrator', current_database()) \gexec

-- Reads and writes what the migrator makes.
CREATE ROLE notejam_web LOGIN PASSWORD :'web';
ALTER DEFAULT PRIVILEGES FOR ROLE notejam_migrator GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO notejam_web;
ALTER DEFAULT PRIVILEGES FOR ROLE notejam_migrator GRANT USAGE ON SEQUENCES TO notejam_web;

-- Reads everything; its drill restores into a database of its own.
CREATE ROLE notejam_backup LOGIN CREATEDB PASSWORD :'backup';
GRANT pg_read_all_data TO notejam_backup;

COMMIT;
