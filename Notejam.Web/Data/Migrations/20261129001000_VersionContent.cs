using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// The database gives a person another version with every change of what their pages show, so that a browser which
    /// has a page of this version need not be sent it again. The triggers that count notes do it in the same statement.
    /// They change pads before users, as a rename does: two that lock the same rows in the other order wait for ever.
    /// </summary>
    public partial class VersionContent : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A constant, so that no row is written: whose content has not changed since needs no other version.
            migrationBuilder.AddColumn<Guid>(
                name: "content_version",
                table: "users",
                type: "uuid",
                nullable: false,
                defaultValue: Guid.Empty);
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION count_notes_added() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count + n, used_at = greatest(used_at, at)
                    FROM (SELECT pad_id, count(*) AS n, max(updated_at) AS at FROM added GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id;
                  UPDATE users SET note_count = note_count + n, content_version = gen_random_uuid()
                    FROM (SELECT owner_id, count(*) AS n FROM added GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION count_notes_removed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count - n
                    FROM (SELECT pad_id, count(*) AS n FROM removed GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id;
                  UPDATE users SET note_count = note_count - n, content_version = gen_random_uuid()
                    FROM (SELECT owner_id, count(*) AS n FROM removed GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
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
                  UPDATE users SET content_version = gen_random_uuid() WHERE id IN (SELECT owner_id FROM added);
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION version_content_of_pads() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE users SET content_version = gen_random_uuid() WHERE id IN (SELECT owner_id FROM changed);
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION version_content_of_pad() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE users SET content_version = gen_random_uuid() WHERE id = NEW.owner_id;
                  RETURN NULL;
                END $$;

                CREATE TRIGGER version_content_added AFTER INSERT ON pads
                  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION version_content_of_pads();
                CREATE TRIGGER version_content_removed AFTER DELETE ON pads
                  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION version_content_of_pads();
                CREATE TRIGGER version_content_renamed AFTER UPDATE OF name ON pads
                  FOR EACH ROW EXECUTE FUNCTION version_content_of_pad();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER version_content_added ON pads;
                DROP TRIGGER version_content_removed ON pads;
                DROP TRIGGER version_content_renamed ON pads;
                DROP FUNCTION version_content_of_pads();
                DROP FUNCTION version_content_of_pad();

                CREATE OR REPLACE FUNCTION count_notes_added() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE users SET note_count = note_count + n
                    FROM (SELECT owner_id, count(*) AS n FROM added GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
                  UPDATE pads SET note_count = note_count + n, used_at = greatest(used_at, at)
                    FROM (SELECT pad_id, count(*) AS n, max(updated_at) AS at FROM added GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id;
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION count_notes_removed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE users SET note_count = note_count - n
                    FROM (SELECT owner_id, count(*) AS n FROM removed GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
                  UPDATE pads SET note_count = note_count - n
                    FROM (SELECT pad_id, count(*) AS n FROM removed GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id;
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
            migrationBuilder.DropColumn(name: "content_version", table: "users");
        }
    }
}
