using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// The names and links that notes have already, beside the traffic: a batch at a time, whose writers wait for it a
    /// moment. Broken off, it is run again.
    /// </summary>
    public partial class FillLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DO $$
                DECLARE batch uuid[]; last uuid := '00000000-0000-0000-0000-000000000000';
                BEGIN
                  LOOP
                    batch := ARRAY(SELECT id FROM notes WHERE id > last ORDER BY id LIMIT 1000);
                    EXIT WHEN batch = '{}';
                    PERFORM FROM notes WHERE id = ANY (batch) ORDER BY id FOR SHARE;
                    UPDATE note_search s SET name_key = link_key(n.name)
                      FROM notes n WHERE n.id = ANY (batch) AND s.note_id = n.id;
                    UPDATE note_search s SET words = s.words || array_to_tsvector(search_marks(n::notes))
                      FROM notes n WHERE n.id = ANY (batch) AND s.note_id = n.id AND strpos(n.text, '[[') > 0;
                    last := batch[cardinality(batch)];
                    COMMIT;
                  END LOOP;
                END $$
                """, suppressTransaction: true);
            migrationBuilder.CreateIndexBesideTraffic(
                "ix_note_search_owner_id_name_key", "note_search (owner_id, name_key)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("DROP INDEX ix_note_search_owner_id_name_key");
    }
}
