using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// What a note once said is kept beside it. The columns have constants as defaults, so that no row is written.
    /// Whoever changes a text without counting it, the previous version or somebody by hand, loses nothing either: the
    /// trigger does what they left out.
    /// </summary>
    public partial class KeepHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Behind one long reader everybody would wait.
            migrationBuilder.Sql("SET LOCAL lock_timeout = '2s'");

            migrationBuilder.AddColumn<bool>(
                name: "is_kept",
                table: "notes",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "notes",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "run_started_at",
                table: "notes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "written_at",
                table: "notes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "note_revisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    note_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: true),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<int>(type: "integer", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_note_revisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_note_revisions_notes_note_id",
                        column: x => x.note_id,
                        principalTable: "notes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_note_revisions_note_id_written_at_id",
                table: "note_revisions",
                columns: new[] { "note_id", "written_at", "id" });

            migrationBuilder.Sql("""
                CREATE FUNCTION keep_replaced_text() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  INSERT INTO note_revisions (id, note_id, owner_id, number, name, text, words, written_at)
                    VALUES (gen_random_uuid(), OLD.id, OLD.owner_id, OLD.revision, OLD.name, OLD.text,
                      (SELECT count(*) FROM regexp_matches(OLD.text, '\S+', 'g')),
                      coalesce(OLD.written_at, OLD.updated_at));
                  NEW.revision = OLD.revision + 1;
                  NEW.written_at = NEW.updated_at;
                  NEW.run_started_at = NULL;
                  RETURN NEW;
                END $$;

                CREATE TRIGGER keep_replaced_text BEFORE UPDATE OF name, text ON notes FOR EACH ROW
                  WHEN (OLD.revision = NEW.revision AND (OLD.name <> NEW.name OR OLD.text <> NEW.text))
                  EXECUTE FUNCTION keep_replaced_text();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER keep_replaced_text ON notes;
                DROP FUNCTION keep_replaced_text();
                """);

            migrationBuilder.DropTable(
                name: "note_revisions");

            migrationBuilder.DropColumn(
                name: "is_kept",
                table: "notes");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "notes");

            migrationBuilder.DropColumn(
                name: "run_started_at",
                table: "notes");

            migrationBuilder.DropColumn(
                name: "written_at",
                table: "notes");
        }
    }
}
