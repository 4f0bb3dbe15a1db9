using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// A pad may name the note that new ones begin like. No foreign key: one that is gone only leaves them empty, and
    /// whoever deletes notes for good need not look through the pads.
    /// </summary>
    public partial class NamePadTemplates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // As in MoveToTrash: each lock for a moment, in the order of a save.
            migrationBuilder.Sql("SET LOCAL lock_timeout = '600ms'");

            migrationBuilder.AddColumn<Guid>(
                name: "template_id",
                table: "pads",
                type: "uuid",
                nullable: true);

            migrationBuilder.Sql("""
                DROP TRIGGER version_content_renamed ON pads;
                CREATE TRIGGER version_content_renamed AFTER UPDATE OF name, trashed_at, template_id ON pads
                  FOR EACH ROW EXECUTE FUNCTION version_content_of_pad();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER version_content_renamed ON pads;
                CREATE TRIGGER version_content_renamed AFTER UPDATE OF name, trashed_at ON pads
                  FOR EACH ROW EXECUTE FUNCTION version_content_of_pad();
                """);

            migrationBuilder.DropColumn(
                name: "template_id",
                table: "pads");
        }
    }
}
