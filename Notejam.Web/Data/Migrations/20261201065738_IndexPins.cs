using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// For pinned notes and for the archive. Other notes are not in these indexes, so that a save costs no more. Built
    /// beside the traffic; a migration that was broken off is run again.
    /// </summary>
    public partial class IndexPins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndexBesideTraffic(
                "ix_notes_owner_id_archived_at_id",
                "notes (owner_id, archived_at DESC, id) WHERE archived_at IS NOT NULL");
            migrationBuilder.CreateIndexBesideTraffic(
                "ix_notes_owner_id_pinned_at",
                "notes (owner_id, pinned_at) WHERE pinned_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notes_owner_id_archived_at_id",
                table: "notes");

            migrationBuilder.DropIndex(
                name: "ix_notes_owner_id_pinned_at",
                table: "notes");
        }
    }
}
