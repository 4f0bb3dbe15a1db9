using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// What is deleted goes to the trash first. It is not counted among a person's or a pad's notes, but on its own; and
    /// no note that is not in the trash is in a pad that is: whoever moves one there meanwhile is told that the pad is
    /// gone, as by the foreign key. The previous version, which knows no trash, still shows what is in it.
    /// </summary>
    public partial class MoveToTrash : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // In the order in which a save locks them; each for a moment, and whoever waits behind one long reader waits
            // less than two seconds for all three.
            migrationBuilder.Sql("SET LOCAL lock_timeout = '600ms'");

            migrationBuilder.AddColumn<Guid>(
                name: "batch_id",
                table: "notes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "moved_from",
                table: "notes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "trashed_at",
                table: "notes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "batch_id",
                table: "pads",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "trashed_at",
                table: "pads",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "trash_count",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION count_notes_added() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count + n, used_at = greatest(used_at, at)
                    FROM (SELECT pad_id, count(*) AS n, max(updated_at) AS at FROM added
                          WHERE trashed_at IS NULL GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id;
                  IF EXISTS (SELECT FROM added JOIN pads ON pads.id = added.pad_id
                             WHERE added.trashed_at IS NULL AND pads.trashed_at IS NOT NULL) THEN
                    RAISE foreign_key_violation USING MESSAGE = 'the pad is in the trash';
                  END IF;
                  UPDATE users SET note_count = note_count + live, trash_count = trash_count + n - live,
                      content_version = gen_random_uuid()
                    FROM (SELECT owner_id, count(*) AS n, count(*) FILTER (WHERE trashed_at IS NULL) AS live FROM added
                          GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION count_notes_removed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count - n
                    FROM (SELECT pad_id, count(*) AS n FROM removed WHERE trashed_at IS NULL GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id;
                  UPDATE users SET note_count = note_count - live, trash_count = trash_count - (n - live),
                      content_version = gen_random_uuid()
                    FROM (SELECT owner_id, count(*) AS n, count(*) FILTER (WHERE trashed_at IS NULL) AS live FROM removed
                          GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION count_notes_moved() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count + n, used_at = greatest(used_at, at)
                    FROM (SELECT pad_id, sum(n) AS n, max(at) AS at
                          FROM (SELECT pad_id, 1 AS n, updated_at AS at FROM added WHERE trashed_at IS NULL
                                UNION ALL SELECT pad_id, -1, NULL FROM removed WHERE trashed_at IS NULL) AS changes
                          GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id AND (n <> 0 OR at > used_at);
                  IF EXISTS (SELECT FROM added JOIN pads ON pads.id = added.pad_id
                             WHERE added.trashed_at IS NULL AND pads.trashed_at IS NOT NULL) THEN
                    RAISE foreign_key_violation USING MESSAGE = 'the pad is in the trash';
                  END IF;
                  UPDATE users SET note_count = note_count + live, trash_count = trash_count - live,
                      content_version = gen_random_uuid()
                    FROM (SELECT owner_id, sum(live) AS live
                          FROM (SELECT owner_id, (trashed_at IS NULL)::int AS live FROM added
                                UNION ALL SELECT owner_id, -(trashed_at IS NULL)::int FROM removed) AS changes
                          GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
                  RETURN NULL;
                END $$;

                DROP TRIGGER version_content_renamed ON pads;
                CREATE TRIGGER version_content_renamed AFTER UPDATE OF name, trashed_at ON pads
                  FOR EACH ROW EXECUTE FUNCTION version_content_of_pad();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER version_content_renamed ON pads;
                CREATE TRIGGER version_content_renamed AFTER UPDATE OF name ON pads
                  FOR EACH ROW EXECUTE FUNCTION version_content_of_pad();

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
                """);

            migrationBuilder.DropColumn(
                name: "trash_count",
                table: "users");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "pads");

            migrationBuilder.DropColumn(
                name: "trashed_at",
                table: "pads");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "notes");

            migrationBuilder.DropColumn(
                name: "moved_from",
                table: "notes");

            migrationBuilder.DropColumn(
                name: "trashed_at",
                table: "notes");
        }
    }
}
