using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// The database keeps the number of notes of every person and pad, so that a title costs one row and not all notes.
    /// Triggers on statements, not on rows: an import of 10,000 notes then updates each count once.
    /// </summary>
    public partial class CountNotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE FUNCTION count_notes_added() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE users SET note_count = note_count + n
                    FROM (SELECT owner_id, count(*) AS n FROM added GROUP BY owner_id) AS c WHERE users.id = c.owner_id;
                  UPDATE pads SET note_count = note_count + n
                    FROM (SELECT pad_id, count(*) AS n FROM added GROUP BY pad_id) AS c WHERE pads.id = c.pad_id;
                  RETURN NULL;
                END $$;

                CREATE FUNCTION count_notes_removed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE users SET note_count = note_count - n
                    FROM (SELECT owner_id, count(*) AS n FROM removed GROUP BY owner_id) AS c WHERE users.id = c.owner_id;
                  UPDATE pads SET note_count = note_count - n
                    FROM (SELECT pad_id, count(*) AS n FROM removed GROUP BY pad_id) AS c WHERE pads.id = c.pad_id;
                  RETURN NULL;
                END $$;

                CREATE FUNCTION count_notes_moved() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count + n
                    FROM (SELECT pad_id, sum(n) AS n
                          FROM (SELECT pad_id, 1 AS n FROM added UNION ALL SELECT pad_id, -1 FROM removed) AS changes
                          GROUP BY pad_id HAVING sum(n) <> 0) AS c
                    WHERE pads.id = c.pad_id;
                  RETURN NULL;
                END $$;

                CREATE TRIGGER count_notes_added AFTER INSERT ON notes
                  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_notes_added();
                CREATE TRIGGER count_notes_removed AFTER DELETE ON notes
                  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_notes_removed();
                CREATE TRIGGER count_notes_moved AFTER UPDATE ON notes
                  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_notes_moved();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER count_notes_added ON notes;
                DROP TRIGGER count_notes_removed ON notes;
                DROP TRIGGER count_notes_moved ON notes;
                DROP FUNCTION count_notes_added();
                DROP FUNCTION count_notes_removed();
                DROP FUNCTION count_notes_moved();
                """);
        }
    }
}
