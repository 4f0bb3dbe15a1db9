-- The canonical data: person-1 to person-1000 with 50 notes each, person-1001 with 10,000 and 200,000 older versions of
-- them, person-1002 with 100,000, five pads each, one note in ten without a pad, texts of about 480 characters. The same
-- at every run, times included. Everybody has the password of signed-up@example.org, who is there already.

CREATE TEMPORARY TABLE people AS
SELECT
  n AS number,
  format('person-%s@example.org', n) AS email,
  ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id,
  CASE n WHEN 1002 THEN 100000 WHEN 1001 THEN 10000 ELSE 50 END AS notes
FROM generate_series(1, 1002) AS n;

INSERT INTO users (
  id, created_at, user_name, normalized_user_name, email, normalized_email, password_hash, security_stamp,
  concurrency_stamp, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
SELECT
  p.id, '2026-01-01', p.email, upper(p.email), p.email, upper(p.email), known.password_hash, md5(p.email),
  md5(p.email), false, false, false, true, 0
FROM people AS p, users AS known
WHERE known.email = 'signed-up@example.org';

-- For Limit, whose cookie is the key itself: the address.
INSERT INTO sessions (key_hash, user_id, created_at, expires_at)
SELECT sha256(convert_to(email, 'UTF8')), id, now(), now() + interval '14 days' FROM people;

CREATE FUNCTION pg_temp.pad(person uuid, number int) RETURNS uuid IMMUTABLE LANGUAGE sql
AS $$ SELECT overlay(person::text PLACING '1111111' || number FROM 1)::uuid $$;

INSERT INTO pads (id, owner_id, name, created_at, used_at)
SELECT
  pg_temp.pad(p.id, i), p.id, (ARRAY['Recipes', 'Work', 'Books & films', 'Travel', 'Ideas'])[i], '2026-01-01',
  '2026-01-01'
FROM people AS p, generate_series(1, 5) AS i;

-- What the texts are cut from.
CREATE FUNCTION pg_temp.words(start int) RETURNS text IMMUTABLE LANGUAGE sql AS $$
  SELECT btrim(substr(
    repeat(
      'Bread, milk and the small coffee; the train leaves at ten past nine & waits for nobody. Don''t forget to ask '
      '“how far” it is to the café on the hill, what the key opens, and whether the lamp <upstairs> was left on. ', 4),
    start % 400 + 1, 160))
$$;

-- Interleaved as they are where many people write: the notes of one person lie far apart.
INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at)
SELECT note.id, owner, pad, name, text, left(regexp_replace(text, '\s+', ' ', 'g'), 200), at, at
FROM people AS p
CROSS JOIN LATERAL generate_series(1, p.notes) AS i
CROSS JOIN LATERAL (
  SELECT timestamptz '2026-03-01 12:00Z' - i * interval '5 minutes' - p.number * interval '37 milliseconds' AS at
) AS t
CROSS JOIN LATERAL (
  SELECT
    -- As version 7 has it: the time, then what no one can guess.
    overlay(
      overlay(
        md5(format('%s/%s', p.number, i)) PLACING lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') FROM 1)
      PLACING '7' FROM 13)::uuid AS id,
    p.id AS owner,
    CASE WHEN i % 10 <> 0 THEN pg_temp.pad(p.id, 1 + (i + p.number) % 5) END AS pad,
    format(
      '%s, number %s', (ARRAY['Shopping', 'Minutes', 'What Anna''s sister said', 'Überlegung', 'To do'])[1 + i % 5], i)
      AS name,
    concat_ws(
      E'\n\n', pg_temp.words(7 * i + p.number), pg_temp.words(13 * i + p.number), pg_temp.words(29 * i + p.number))
      AS text
) AS note
ORDER BY at;

-- Twenty older versions of each note of person-1001, where the release keeps any.
SELECT to_regclass('note_revisions') IS NOT NULL AS keeps_history \gset
\if :keeps_history
  INSERT INTO note_revisions (id, note_id, owner_id, name, text, words, written_at)
  SELECT md5(format('%s/%s', notes.id, i))::uuid, notes.id, owner_id, name, text, 80, updated_at - i * interval '1 day'
  FROM notes JOIN people ON people.id = owner_id, generate_series(1, 20) AS i
  WHERE number = 1001;
\endif

VACUUM ANALYZE;
CHECKPOINT;
