using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// Among its words in the search stands to which names a note links, so that the notes that link to one are found.
    /// NoteLinkParser reads the same; what stands in code and is no link is found as well.
    /// </summary>
    public partial class LinkNotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                -- A name as links say it: letters of any case, composed, a space between two words.
                DO $do$ BEGIN
                  IF current_setting('server_encoding') = 'UTF8' THEN
                    EXECUTE $key$
                      CREATE FUNCTION link_key(name text) RETURNS text
                      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                      BEGIN
                        RETURN lower(normalize(regexp_replace(trim(name), '\s+', ' ', 'g'), NFC) COLLATE "und-x-icu");
                      END $$
                      $key$;
                  ELSE
                    EXECUTE $key$
                      CREATE FUNCTION link_key(name text) RETURNS text
                      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                      BEGIN
                        RETURN lower(regexp_replace(trim(name), '\s+', ' ', 'g'));
                      END $$
                      $key$;
                  END IF;
                END $do$;

                -- As short as that however long the name is, so that no tsvector becomes too large by many links.
                CREATE FUNCTION link_mark(mark text, name text) RETURNS text
                LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                BEGIN
                  RETURN mark || '[' || left(md5(link_key(name)), 16);
                END $$;

                CREATE FUNCTION link_query(mark text, name text) RETURNS tsquery
                LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                BEGIN
                  RETURN ('''' || link_mark(mark, name) || '''')::tsquery;
                END $$;

                CREATE OR REPLACE FUNCTION search_marks(note notes) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
                DECLARE
                  mark text := right(note.owner_id::text, 4);
                  marks text[] := ARRAY[mark] || ARRAY(SELECT mark || '#' || tag FROM unnest(note.tags) AS tag);
                BEGIN
                  IF strpos(note.text, '[[') = 0 THEN RETURN marks; END IF;
                  RETURN marks || ARRAY(
                    SELECT DISTINCT link_mark(mark, regexp_replace(link[1], '\\([][|\\])', '\1', 'g'))
                    FROM regexp_matches(
                      note.text, '\[\[((?:[^][|\\\n]|\\.)+)(?:\|(?:[^][\\\n]|\\.)*)?\]\](?!\()', 'g') AS link
                    LIMIT 500);
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION search_marks(note notes) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
                DECLARE
                  mark text := right(note.owner_id::text, 4);
                BEGIN
                  RETURN ARRAY[mark] || ARRAY(SELECT mark || '#' || tag FROM unnest(note.tags) AS tag);
                END $$;
                DROP FUNCTION link_query, link_mark, link_key;
                """);
        }
    }
}
