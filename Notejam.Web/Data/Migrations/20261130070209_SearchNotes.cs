using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Notejam.Web.Data.Migrations
{
    /// <summary>
    /// What is searched stands in a table of its own beside the notes (docs/decisions/054). A trigger keeps it, so that
    /// a note of the previous version is found as well. SearchText.cs does the same to what is looked for.
    /// </summary>
    public partial class SearchNotes : Migration
    {
        /// <summary>Thai and Lao, Myanmar, Khmer, kana, Chinese characters, Hangul: no spaces between words.</summary>
        const string Unspaced =
            @"\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF" +
            @"\uAC00-\uD7A3\uF900-\uFAFF\U00020000-\U0003FFFF";

        /// <summary>Accents, the points of Hebrew and Arabic, soft hyphens, what joins or parts letters unseen.</summary>
        const string Unseen =
            @"\u00AD\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F" +
            @"\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u200B-\u200D\u2060";

        /// <summary>The scripts of India and Sri Lanka: their vowel signs are no letters, and belong to a word.</summary>
        const string Indic = @"\u0900-\u0963\u0966-\u096F\u0971-\u0DFF";

        /// <summary>Of an item of a list in Markdown.</summary>
        const string Marker = @"([-*+]|\d{1,9}[.)])";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("SET LOCAL lock_timeout = '2s'");

            migrationBuilder.Sql($$"""
                -- Words of small letters without accents, a space between two. Some characters stand for eighteen: so
                -- much of a text at most. In another encoding than Unicode's, letters keep their accents, and those with
                -- some are not found. (In plpgsql, since functions in sql are planned anew for each note.)
                DO $do$ BEGIN
                  IF current_setting('server_encoding') = 'UTF8' THEN
                    EXECUTE $fold$
                      CREATE FUNCTION search_fold(written text) RETURNS text
                      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                      BEGIN
                        IF octet_length(written) = length(written) THEN
                          RETURN trim(regexp_replace(lower(written), '[^a-z0-9]+', ' ', 'g'));
                        END IF;
                        RETURN trim(regexp_replace(regexp_replace(
                          regexp_replace(
                            replace(replace(replace(translate(
                              normalize(lower(
                                regexp_replace(left(normalize(written, NFKD), 300000), '[{{Unseen}}]', '', 'g')
                                  COLLATE "und-x-icu"), NFKC),
                              U&'\03C2\00F8\0142\0111\0127\0131\0167', U&'\03C3oldhit'),
                              U&'\00DF', 'ss'), U&'\00E6', 'ae'), U&'\0153', 'oe') COLLATE "und-x-icu",
                            '[^[:alnum:]{{Indic}}{{Unspaced}}]+', ' ', 'g'),
                          '([{{Unspaced}}])(?=[^ {{Unspaced}}])', '\1 ', 'g'),
                          '([^ {{Unspaced}}])(?=[{{Unspaced}}])', '\1 ', 'g'));
                      END $$
                      $fold$;
                  ELSE
                    EXECUTE $fold$
                      CREATE FUNCTION search_fold(written text) RETURNS text
                      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                      BEGIN
                        RETURN trim(regexp_replace(lower(written), '[^[:alnum:]]+', ' ', 'g'));
                      END $$
                      $fold$;
                  END IF;
                END $do$;

                -- Each word with the mark of its owner and its place; of scripts without spaces each pair of characters,
                -- and the last one. So many at most that no tsvector is too large: a pair takes up to sixteen bytes.
                CREATE FUNCTION search_pieces(mark text, folded text) RETURNS tsvector
                LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
                BEGIN
                  IF octet_length(folded) = length(folded) THEN
                    RETURN (
                      SELECT coalesce(string_agg(mark || left(word, 40) || ':' || least(place, 16383), ' '), '')
                      FROM unnest(string_to_array(left(folded, 200000), ' ')) WITH ORDINALITY AS w (word, place)
                      WHERE word <> '');
                  END IF;
                  RETURN (
                    SELECT coalesce(string_agg(mark || piece || ':' || least(place, 16383), ' '), '')
                    FROM (
                      SELECT piece, place
                      FROM unnest(string_to_array(left(folded, 200000), ' ')) WITH ORDINALITY AS w (word, place),
                        LATERAL (
                          SELECT left(word, 40) AS piece WHERE word !~ '^[{{Unspaced}}]'
                          UNION ALL
                          SELECT c || coalesce(lead(c) OVER (ORDER BY i), '')
                          FROM unnest(string_to_array(word, NULL)) WITH ORDINALITY AS characters (c, i)
                          WHERE word ~ '^[{{Unspaced}}]') AS parts
                      WHERE word <> '' LIMIT 60000) AS pieces);
                END $$;

                CREATE TABLE note_search (
                  note_id uuid PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
                  owner_id uuid NOT NULL,
                  pad_id uuid,
                  updated_at timestamptz NOT NULL,
                  trashed_at timestamptz,
                  has_task boolean NOT NULL,
                  names tsvector NOT NULL,
                  words tsvector NOT NULL
                -- The words of a long note stand apart, and a change finds room beside its row.
                ) WITH (toast_tuple_target = 128, fillfactor = 80);
                ALTER TABLE note_search ALTER COLUMN names SET STORAGE MAIN;

                CREATE FUNCTION search_of(note notes) RETURNS note_search LANGUAGE plpgsql STABLE AS $$
                DECLARE
                  mark text := right(note.owner_id::text, 4);
                  names tsvector := search_pieces(mark, search_fold(note.name));
                BEGIN
                  RETURN (note.id, note.owner_id, note.pad_id, note.updated_at, note.trashed_at,
                    note.text ~ '(^|\n)([ \t>]|{{Marker}}[ \t])*{{Marker}}[ \t]+\[[ xX]\]\s', names,
                    names || search_pieces(mark, search_fold(note.text)) || array_to_tsvector(ARRAY[mark]));
                END $$;

                CREATE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF TG_OP = 'UPDATE' AND OLD.name = NEW.name AND OLD.text = NEW.text THEN
                    UPDATE note_search SET pad_id = NEW.pad_id, updated_at = NEW.updated_at, trashed_at = NEW.trashed_at
                      WHERE note_id = NEW.id;
                  ELSE
                    INSERT INTO note_search SELECT (made).* FROM (SELECT search_of(NEW) AS made OFFSET 0) AS searched
                      ON CONFLICT (note_id) DO UPDATE SET pad_id = excluded.pad_id, updated_at = excluded.updated_at,
                        trashed_at = excluded.trashed_at, has_task = excluded.has_task, names = excluded.names,
                        words = excluded.words;
                  END IF;
                  RETURN NULL;
                END $$;
                CREATE TRIGGER search_note AFTER INSERT OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION search_note();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER search_note ON notes;
                DROP FUNCTION search_note, search_of;
                DROP TABLE note_search;
                DROP FUNCTION search_pieces, search_fold;
                """);
        }
    }
}
