using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// Among its words in the search stands to which names a note links, so that the notes that link to one are found;
    /// beside them its own name as links say it. NoteLinkParser reads the same links; what stands in code and is no
    /// link is found as well.
    /// </summary>
    public partial class LinkNotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("SET LOCAL lock_timeout = '600ms'");

            migrationBuilder.Sql("""
                ALTER TABLE note_search ADD name_key text;

                -- A name as links say it: letters of any case, composed, a space between two words.
                DO $do$ BEGIN
                  IF current_setting('server_encoding') = 'UTF8' THEN
                    EXECUTE $key$
                      CREATE FUNCTION link_key(name text) RETURNS text
                      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                      BEGIN
                        RETURN lower(normalize(
                          trim(regexp_replace(name, '[\s\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+',
                            ' ', 'g')), NFC) COLLATE "und-x-icu");
                      END $$
                      $key$;
                  ELSE
                    EXECUTE $key$
                      CREATE FUNCTION link_key(name text) RETURNS text
                      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                      BEGIN
                        RETURN lower(trim(regexp_replace(name, '\s+', ' ', 'g')));
                      END $$
                      $key$;
                  END IF;
                END $do$;

                -- As short as that however long the name is, so that no tsvector becomes too large by many links.
                CREATE FUNCTION link_mark(mark text, name text) RETURNS text
                LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                BEGIN
                  RETURN mark || '[' || left(md5(link_key(name)), 16);
                END $$;

                CREATE FUNCTION link_query(mark text, name text) RETURNS tsquery
                LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                BEGIN
                  RETURN ('''' || link_mark(mark, name) || '''')::tsquery;
                END $$;

                CREATE OR REPLACE FUNCTION search_marks(note notes) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
                DECLARE
                  mark text := right(note.owner_id::text, 4);
                  marks text[] := ARRAY[mark] || ARRAY(SELECT mark || '#' || tag FROM unnest(note.tags) AS tag);
                BEGIN
                  IF strpos(note.text, '[[') = 0 THEN RETURN marks; END IF;
                  RETURN marks || ARRAY(
                    SELECT DISTINCT link_mark(mark, regexp_replace(link[1], '\\([][|\\])', '\1', 'g'))
                    FROM regexp_matches(
                      note.text, '\[\[((?:[^][|\\\n]|\\.)+)(?:\|(?:[^][\\\n]|\\.)*)?\]\](?!\()', 'g') AS link
                    LIMIT 500);
                END $$;

                CREATE OR REPLACE FUNCTION search_of(note notes) RETURNS note_search LANGUAGE plpgsql STABLE AS $$
                DECLARE
                  mark text := right(note.owner_id::text, 4);
                  names tsvector := search_pieces(mark, search_fold(note.name));
                BEGIN
                  RETURN (note.id, note.owner_id, note.pad_id, note.updated_at, note.trashed_at,
                    note.text ~ '(^|\n)([ \t>]|([-*+]|\d{1,9}[.)])[ \t])*([-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\]\s', names,
                    names || search_pieces(mark, search_fold(note.text)) || array_to_tsvector(search_marks(note)),
                    link_key(note.name));
                END $$;

                CREATE OR REPLACE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF TG_OP = 'INSERT' OR OLD.name <> NEW.name OR OLD.text <> NEW.text THEN
                    INSERT INTO note_search SELECT (made).* FROM (SELECT search_of(NEW) AS made OFFSET 0) AS searched
                      ON CONFLICT (note_id) DO UPDATE SET pad_id = excluded.pad_id, updated_at = excluded.updated_at,
                        trashed_at = excluded.trashed_at, has_task = excluded.has_task, names = excluded.names,
                        words = excluded.words, name_key = excluded.name_key;
                  ELSIF OLD.tags <> NEW.tags THEN
                    UPDATE note_search
                      SET pad_id = NEW.pad_id, updated_at = NEW.updated_at, trashed_at = NEW.trashed_at,
                        words = ts_delete(words, search_marks(OLD)) || array_to_tsvector(search_marks(NEW))
                      WHERE note_id = NEW.id;
                  ELSIF (OLD.pad_id, OLD.updated_at, OLD.trashed_at)
                      IS DISTINCT FROM (NEW.pad_id, NEW.updated_at, NEW.trashed_at) THEN
                    UPDATE note_search SET pad_id = NEW.pad_id, updated_at = NEW.updated_at, trashed_at = NEW.trashed_at
                      WHERE note_id = NEW.id;
                  END IF;
                  RETURN NULL;
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION search_marks(note notes) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
                DECLARE
                  mark text := right(note.owner_id::text, 4);
                BEGIN
                  RETURN ARRAY[mark] || ARRAY(SELECT mark || '#' || tag FROM unnest(note.tags) AS tag);
                END $$;

                CREATE OR REPLACE FUNCTION search_of(note notes) RETURNS note_search LANGUAGE plpgsql STABLE AS $$
                DECLARE
                  mark text := right(note.owner_id::text, 4);
                  names tsvector := search_pieces(mark, search_fold(note.name));
                BEGIN
                  RETURN (note.id, note.owner_id, note.pad_id, note.updated_at, note.trashed_at,
                    note.text ~ '(^|\n)([ \t>]|([-*+]|\d{1,9}[.)])[ \t])*([-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\]\s', names,
                    names || search_pieces(mark, search_fold(note.text)) || array_to_tsvector(search_marks(note)));
                END $$;

                CREATE OR REPLACE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF TG_OP = 'INSERT' OR OLD.name <> NEW.name OR OLD.text <> NEW.text THEN
                    INSERT INTO note_search SELECT (made).* FROM (SELECT search_of(NEW) AS made OFFSET 0) AS searched
                      ON CONFLICT (note_id) DO UPDATE SET pad_id = excluded.pad_id, updated_at = excluded.updated_at,
                        trashed_at = excluded.trashed_at, has_task = excluded.has_task, names = excluded.names,
                        words = excluded.words;
                  ELSIF OLD.tags <> NEW.tags THEN
                    UPDATE note_search
                      SET pad_id = NEW.pad_id, updated_at = NEW.updated_at, trashed_at = NEW.trashed_at,
                        words = ts_delete(words, search_marks(OLD)) || array_to_tsvector(search_marks(NEW))
                      WHERE note_id = NEW.id;
                  ELSIF (OLD.pad_id, OLD.updated_at, OLD.trashed_at)
                      IS DISTINCT FROM (NEW.pad_id, NEW.updated_at, NEW.trashed_at) THEN
                    UPDATE note_search SET pad_id = NEW.pad_id, updated_at = NEW.updated_at, trashed_at = NEW.trashed_at
                      WHERE note_id = NEW.id;
                  END IF;
                  RETURN NULL;
                END $$;
                ALTER TABLE note_search DROP COLUMN name_key;
                DROP FUNCTION link_query, link_mark, link_key;
                """);
        }
    }
}
