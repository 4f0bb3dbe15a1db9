using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// A pinned note stands before the others; an archived one is out of the lists, counted on its own, and not pinned.
    /// The previous version, which knows neither, shows it among the others.
    /// </summary>
    public partial class PinAndArchive : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // As in MoveToTrash: each lock for a moment, in the order of a save.
            migrationBuilder.Sql("SET LOCAL lock_timeout = '600ms'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                table: "notes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "pinned_at",
                table: "notes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "archive_count",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION count_notes_added() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count + n, used_at = greatest(used_at, at)
                    FROM (SELECT pad_id, count(*) AS n, max(updated_at) AS at FROM added
                          WHERE trashed_at IS NULL AND archived_at IS NULL GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id;
                  IF EXISTS (SELECT FROM added JOIN pads ON pads.id = added.pad_id
                             WHERE added.trashed_at IS NULL AND pads.trashed_at IS NOT NULL) THEN
                    RAISE foreign_key_violation USING MESSAGE = 'the pad is in the trash';
                  END IF;
                  UPDATE users SET note_count = note_count + live, archive_count = archive_count + kept,
                      trash_count = trash_count + n - live - kept, content_version = gen_random_uuid()
                    FROM (SELECT owner_id, count(*) AS n,
                            count(*) FILTER (WHERE trashed_at IS NULL AND archived_at IS NULL) AS live,
                            count(*) FILTER (WHERE trashed_at IS NULL AND archived_at IS NOT NULL) AS kept
                          FROM added GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION count_notes_removed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count - n
                    FROM (SELECT pad_id, count(*) AS n FROM removed
                          WHERE trashed_at IS NULL AND archived_at IS NULL GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id;
                  UPDATE users SET note_count = note_count - live, archive_count = archive_count - kept,
                      trash_count = trash_count - (n - live - kept), content_version = gen_random_uuid()
                    FROM (SELECT owner_id, count(*) AS n,
                            count(*) FILTER (WHERE trashed_at IS NULL AND archived_at IS NULL) AS live,
                            count(*) FILTER (WHERE trashed_at IS NULL AND archived_at IS NOT NULL) AS kept
                          FROM removed GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
                  RETURN NULL;
                END $$;

                CREATE OR REPLACE FUNCTION count_notes_moved() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  UPDATE pads SET note_count = note_count + n, used_at = greatest(used_at, at)
                    FROM (SELECT pad_id, sum(n) AS n, max(at) AS at
                          FROM (SELECT pad_id, 1 AS n, updated_at AS at FROM added
                                WHERE trashed_at IS NULL AND archived_at IS NULL
                                UNION ALL SELECT pad_id, -1, NULL FROM removed
                                WHERE trashed_at IS NULL AND archived_at IS NULL) AS changes
                          GROUP BY pad_id) AS c
                    WHERE pads.id = c.pad_id AND (n <> 0 OR at > used_at);
                  IF EXISTS (SELECT FROM added JOIN pads ON pads.id = added.pad_id
                             WHERE added.trashed_at IS NULL AND pads.trashed_at IS NOT NULL) THEN
                    RAISE foreign_key_violation USING MESSAGE = 'the pad is in the trash';
                  END IF;
                  UPDATE users SET note_count = note_count + live, archive_count = archive_count + kept,
                      trash_count = trash_count - live - kept, content_version = gen_random_uuid()
                    FROM (SELECT owner_id, sum(live) AS live, sum(kept) AS kept
                          FROM (SELECT owner_id, (trashed_at IS NULL AND archived_at IS NULL)::int AS live,
                                  (trashed_at IS NULL AND archived_at IS NOT NULL)::int AS kept FROM added
                                UNION ALL
                                SELECT owner_id, -(trashed_at IS NULL AND archived_at IS NULL)::int,
                                  -(trashed_at IS NULL AND archived_at IS NOT NULL)::int FROM removed) AS changes
                          GROUP BY owner_id) AS c
                    WHERE users.id = c.owner_id;
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
                """);

            migrationBuilder.DropColumn(
                name: "archive_count",
                table: "users");

            migrationBuilder.DropColumn(
                name: "archived_at",
                table: "notes");

            migrationBuilder.DropColumn(
                name: "pinned_at",
                table: "notes");
        }
    }
}
