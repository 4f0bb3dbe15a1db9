using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// Tags stand in the note, and among its words in the search, where no word has their sign. The notes of each tag
    /// are counted as those of pads are. What the previous version writes keeps its tags.
    /// </summary>
    public partial class TagNotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // As in MoveToTrash: each lock for a moment, in the order of a save.
            migrationBuilder.Sql("SET LOCAL lock_timeout = '600ms'");

            migrationBuilder.AddColumn<string[]>(
                name: "tags",
                table: "notes",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.Sql("""
                CREATE TABLE tags (
                  owner_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                  name text COLLATE "C" NOT NULL,
                  note_count int NOT NULL,
                  PRIMARY KEY (owner_id, name)
                );

                -- After count_notes, by name: then the owner's row is locked, and nobody else counts the same tags.
                CREATE FUNCTION count_tags() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF TG_OP <> 'INSERT' THEN
                    IF EXISTS (SELECT FROM removed WHERE tags <> '{}') THEN
                      UPDATE tags SET note_count = note_count - n
                        FROM (SELECT owner_id, tag, count(*) AS n FROM removed, unnest(removed.tags) AS tag
                              WHERE trashed_at IS NULL AND archived_at IS NULL GROUP BY owner_id, tag) AS c
                        WHERE tags.owner_id = c.owner_id AND tags.name = c.tag;
                    END IF;
                  END IF;
                  IF TG_OP <> 'DELETE' THEN
                    IF EXISTS (SELECT FROM added WHERE tags <> '{}') THEN
                      INSERT INTO tags
                        SELECT owner_id, tag, count(*) FROM added, unnest(added.tags) AS tag
                        WHERE trashed_at IS NULL AND archived_at IS NULL GROUP BY owner_id, tag
                        ON CONFLICT (owner_id, name) DO UPDATE SET note_count = tags.note_count + excluded.note_count;
                    END IF;
                  END IF;
                  IF TG_OP <> 'INSERT' THEN
                    IF EXISTS (SELECT FROM removed WHERE tags <> '{}') THEN
                      DELETE FROM tags
                        WHERE note_count = 0
                          AND (owner_id, name) IN (SELECT removed.owner_id, unnest(removed.tags) FROM removed);
                    END IF;
                  END IF;
                  RETURN NULL;
                END $$;
                CREATE TRIGGER count_tags_added AFTER INSERT ON notes
                  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_tags();
                CREATE TRIGGER count_tags_removed AFTER DELETE ON notes
                  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_tags();
                CREATE TRIGGER count_tags_moved AFTER UPDATE ON notes
                  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_tags();

                -- What a note is found by besides its words.
                CREATE FUNCTION search_marks(note notes) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
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
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER count_tags_added ON notes;
                DROP TRIGGER count_tags_removed ON notes;
                DROP TRIGGER count_tags_moved ON notes;
                DROP FUNCTION count_tags;
                DROP TABLE tags;

                CREATE OR REPLACE FUNCTION search_of(note notes) RETURNS note_search LANGUAGE plpgsql STABLE AS $$
                DECLARE
                  mark text := right(note.owner_id::text, 4);
                  names tsvector := search_pieces(mark, search_fold(note.name));
                BEGIN
                  RETURN (note.id, note.owner_id, note.pad_id, note.updated_at, note.trashed_at,
                    note.text ~ '(^|\n)([ \t>]|([-*+]|\d{1,9}[.)])[ \t])*([-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\]\s', names,
                    names || search_pieces(mark, search_fold(note.text)) || array_to_tsvector(ARRAY[mark]));
                END $$;

                CREATE OR REPLACE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF TG_OP = 'UPDATE' AND OLD.name = NEW.name AND OLD.text = NEW.text THEN
                    UPDATE note_search SET pad_id = NEW.pad_id, updated_at = NEW.updated_at, trashed_at = NEW.trashed_at
                      WHERE note_id = NEW.id;
                  ELSE
                    INSERT INTO note_search SELECT (made).* FROM (SELECT search_of(NEW) AS made OFFSET 0) AS searched
                      ON CONFLICT (note_id) DO UPDATE SET pad_id = excluded.pad_id, updated_at = excluded.updated_at,
                        trashed_at = excluded.trashed_at, has_task = excluded.has_task, names = excluded.names,
                        words = excluded.words;
                  END IF;
                  RETURN NULL;
                END $$;
                DROP FUNCTION search_marks;
                """);

            migrationBuilder.DropColumn(
                name: "tags",
                table: "notes");
        }
    }
}
