using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>The counters of the door's limits, docs/decisions/009.</summary>
    public partial class CountTries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "allowances",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    free_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    empty_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_allowances", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_allowances_empty_at",
                table: "allowances",
                column: "empty_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "allowances");
        }
    }
}
