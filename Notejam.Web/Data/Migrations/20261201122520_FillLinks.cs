using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// The links that notes have already, beside the traffic: a batch at a time, whose writers wait for it a moment.
    /// Broken off, it is run again.
    /// </summary>
    public partial class FillLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("""
                DO $$
                DECLARE batch uuid[]; last uuid := '00000000-0000-0000-0000-000000000000';
                BEGIN
                  LOOP
                    batch := ARRAY(SELECT id FROM notes WHERE id > last ORDER BY id LIMIT 1000);
                    EXIT WHEN batch = '{}';
                    WITH linking AS (
                      SELECT n.* FROM notes n WHERE n.id = ANY (batch) AND strpos(n.text, '[[') > 0
                      ORDER BY n.id FOR SHARE)
                    UPDATE note_search s SET words = s.words || array_to_tsvector(search_marks(linking::notes))
                      FROM linking WHERE s.note_id = linking.id;
                    last := batch[cardinality(batch)];
                    COMMIT;
                  END LOOP;
                END $$
                """, suppressTransaction: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Nobody asks for them without LinkNotes.
        }
    }
}
