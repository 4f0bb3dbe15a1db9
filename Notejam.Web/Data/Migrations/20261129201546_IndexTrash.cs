using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// For the trash, and for what takes back a change of several notes. Other notes are not in these indexes, so that a
    /// save costs no more. Built beside the traffic; a migration that was broken off is run again.
    /// </summary>
    public partial class IndexTrash : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndexBesideTraffic(
                "ix_notes_owner_id_trashed_at_id",
                "notes (owner_id, trashed_at DESC, id) WHERE trashed_at IS NOT NULL");
            migrationBuilder.CreateIndexBesideTraffic(
                "ix_notes_owner_id_batch_id",
                "notes (owner_id, batch_id) WHERE batch_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notes_owner_id_batch_id",
                table: "notes");

            migrationBuilder.DropIndex(
                name: "ix_notes_owner_id_trashed_at_id",
                table: "notes");
        }
    }
}
