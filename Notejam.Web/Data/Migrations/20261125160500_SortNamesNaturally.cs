using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// "Note 2" before "Note 10". A change of a column's collation rebuilds its indexes while everybody waits, so the indexes
    /// of the new order are built first, beside the traffic; the change then finds them right and only takes a moment. Each
    /// step can be repeated: a migration that was broken off, or met a lock, is run again.
    /// </summary>
    public partial class SortNamesNaturally : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("CREATE COLLATION IF NOT EXISTS natural_order (provider = icu, locale = 'und-u-kn-true')");
            BuildBesideTraffic(migrationBuilder, "ix_notes_owner_id_name_id", "notes (owner_id, name COLLATE natural_order, id)");
            BuildBesideTraffic(migrationBuilder, "ix_notes_owner_id_pad_id_name_id", "notes (owner_id, pad_id, name COLLATE natural_order, id)");
            BuildBesideTraffic(migrationBuilder, "ix_pads_owner_id_name", "pads (owner_id, name COLLATE natural_order)");
            migrationBuilder.Sql("""
                SET LOCAL lock_timeout = '2s';
                DROP INDEX ix_notes_owner_id_name_id, ix_notes_owner_id_pad_id_name_id, ix_pads_owner_id_name;
                ALTER TABLE notes ALTER COLUMN name TYPE character varying(100) COLLATE natural_order;
                ALTER TABLE pads ALTER COLUMN name TYPE character varying(100) COLLATE natural_order;
                ALTER INDEX ix_notes_owner_id_name_id_natural RENAME TO ix_notes_owner_id_name_id;
                ALTER INDEX ix_notes_owner_id_pad_id_name_id_natural RENAME TO ix_notes_owner_id_pad_id_name_id;
                ALTER INDEX ix_pads_owner_id_name_natural RENAME TO ix_pads_owner_id_name;
                """);
            migrationBuilder.Sql("ANALYZE notes (name), pads (name)");
        }

        static void BuildBesideTraffic(MigrationBuilder migrationBuilder, string index, string on)
        {
            migrationBuilder.Sql($"DROP INDEX CONCURRENTLY IF EXISTS {index}_natural", suppressTransaction: true);
            migrationBuilder.Sql($"CREATE INDEX CONCURRENTLY {index}_natural ON {on}", suppressTransaction: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                ALTER TABLE notes ALTER COLUMN name TYPE character varying(100) COLLATE "und-x-icu";
                ALTER TABLE pads ALTER COLUMN name TYPE character varying(100) COLLATE "und-x-icu";
                DROP COLLATION natural_order;
                """);
        }
    }
}
