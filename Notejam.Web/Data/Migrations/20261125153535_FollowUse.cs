using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// The database keeps when each pad was last used, so that the sidebar knows the twelve used last without looking at notes.
    /// The triggers that count notes do it in the same statement: a pad's row changes once.
    /// </summary>
    public partial class FollowUse : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "used_at",
                table: "pads",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");
            migrationBuilder.Sql("""
                UPDATE pads SET used_at = greatest(created_at, (SELECT max(updated_at) FROM notes n WHERE n.owner_id = pads.owner_id AND n.pad_id = pads.id));

                CREATE OR REPLACE FUNCTION count_notes_added() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE users SET note_count = note_count + n
                    FROM (SELECT owner_id, count(*) AS n FROM added GROUP BY owner_id) AS c WHERE users.id = c.owner_id;
                  UPDATE pads SET note_count = note_count + n, used_at = greatest(used_at, at)
                    FROM (SELECT pad_id, count(*) AS n, max(updated_at) AS at FROM added GROUP BY pad_id) AS c WHERE pads.id = c.pad_id;
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION count_notes_moved() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count + n, used_at = greatest(used_at, at)
                    FROM (SELECT pad_id, sum(n) AS n, max(at) AS at
                          FROM (SELECT pad_id, 1 AS n, updated_at AS at FROM added
                                UNION ALL SELECT pad_id, -1, NULL FROM removed) AS changes
                          GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id AND (n <> 0 OR at > used_at);
                  RETURN NULL;
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION count_notes_added() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE users SET note_count = note_count + n
                    FROM (SELECT owner_id, count(*) AS n FROM added GROUP BY owner_id) AS c WHERE users.id = c.owner_id;
                  UPDATE pads SET note_count = note_count + n
                    FROM (SELECT pad_id, count(*) AS n FROM added GROUP BY pad_id) AS c WHERE pads.id = c.pad_id;
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION count_notes_moved() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count + n
                    FROM (SELECT pad_id, sum(n) AS n
                          FROM (SELECT pad_id, 1 AS n FROM added UNION ALL SELECT pad_id, -1 FROM removed) AS changes
                          GROUP BY pad_id HAVING sum(n) <> 0) AS c
                    WHERE pads.id = c.pad_id;
                  RETURN NULL;
                END $$;
                """);
            migrationBuilder.DropColumn(name: "used_at", table: "pads");
        }
    }
}
