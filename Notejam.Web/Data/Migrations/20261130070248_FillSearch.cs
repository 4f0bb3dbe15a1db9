using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// The notes that are there already become searchable, beside the traffic: a batch at a time, of notes that nobody
    /// is writing, whose writers wait for it a moment. What was done stays done when it is broken off. The index comes
    /// last, where it is built at once; without a list of what is new, which every search would have to read.
    /// </summary>
    public partial class FillSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DO $$
                DECLARE last uuid; batch int;
                BEGIN
                  WHILE EXISTS (
                    SELECT FROM notes n WHERE NOT EXISTS (SELECT FROM note_search s WHERE s.note_id = n.id))
                  LOOP
                    last := '00000000-0000-0000-0000-000000000000';
                    LOOP
                      WITH wanted AS (
                        SELECT n.* FROM notes n
                        WHERE n.id > last AND NOT EXISTS (SELECT FROM note_search s WHERE s.note_id = n.id)
                        ORDER BY n.id LIMIT 200 FOR SHARE SKIP LOCKED),
                      filled AS (
                        INSERT INTO note_search SELECT (made).*
                          FROM (SELECT search_of(wanted::notes) AS made FROM wanted OFFSET 0) AS searched
                        ON CONFLICT DO NOTHING RETURNING note_id)
                      SELECT count(*), (array_agg(note_id ORDER BY note_id DESC))[1] INTO batch, last FROM filled;
                      EXIT WHEN batch = 0;
                      COMMIT;
                    END LOOP;
                    COMMIT;
                  END LOOP;
                END $$
                """, suppressTransaction: true);
            migrationBuilder.Sql("SET maintenance_work_mem = '512MB'", suppressTransaction: true);
            migrationBuilder.CreateIndexBesideTraffic(
                "ix_note_search_words", "note_search USING gin (words) WITH (fastupdate = off)");
            migrationBuilder.Sql("RESET maintenance_work_mem", suppressTransaction: true);
            migrationBuilder.Sql("ANALYZE note_search");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("DROP INDEX ix_note_search_words");
    }
}
