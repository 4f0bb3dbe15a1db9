#!/usr/bin/env bash
# benchmarks/migration.sh REVISION [NOTES]
# Brings a database of NOTES notes (a million) from the schema of REVISION up to that of this tree, while people read
# and save: how long it takes, and the longest that any of them waited. Ends with 1 if that is over two seconds.
# Prints Markdown, and keeps it in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
[ $# -gt 0 ] || show_usage benchmarks/migration.sh --help
git rev-parse --quiet --verify "$1^{commit}" >/dev/null || { say "$1 is not a revision of this repository."; exit 2; }
before=$1 notes=${2:-1000000} seconds=60
need_dotnet
have_postgres || install_packages postgresql
. benchmarks/lib/releases.sh

say "Publishing ..."
publish Notejam.Web "$work/web"
publish_revision "$before" "$work/before"
start_postgres "$work/web"
seed "$work/before" site
say "Filling up to $notes notes ..."
sql site -c "
  INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at)
  SELECT gen_random_uuid(), owner_id, pad_id, name, text, excerpt, created_at, updated_at + copy * interval '1 second'
  FROM (SELECT *, count(*) OVER () AS filled FROM notes) AS n
  CROSS JOIN LATERAL generate_series(1, $notes / filled) AS copy
  LIMIT $notes - (SELECT count(*) FROM notes)
  " -c 'VACUUM ANALYZE' -c CHECKPOINT

owner="('00000000-0000-7000-8000-' || lpad(to_hex(:person), 12, '0'))::uuid"
cat >"$work/people.sql" <<SQL
\set person random(1, 1000)
SELECT id, name, excerpt FROM notes WHERE owner_id = $owner ORDER BY updated_at DESC, id DESC LIMIT 51;
UPDATE notes SET text = text || '.', updated_at = now()
WHERE id = (SELECT id FROM notes WHERE owner_id = $owner ORDER BY updated_at LIMIT 1);
SQL
export PGHOST=127.0.0.1 PGUSER=notejam PGPASSWORD PGPORT
PGPORT=$(port) PGPASSWORD=$(password)
cd "$work"
pgbench --no-vacuum --client 4 --rate 100 --time "$seconds" --log --log-prefix "$work/waits" --file people.sql site \
  >"$work/pgbench.log" 2>&1 &
pids+=($!)
cd - >/dev/null
sleep 5
from=$EPOCHREALTIME
(cd "$work/web" && ConnectionStrings__notejam=$(connection site) exec ./Notejam.Web migrate) >&2
kill -0 "${pids[-1]}" 2>/dev/null || { cat "$work/pgbench.log" >&2; say "It took longer than people were there."; exit 1; }
took=$(awk -v from="$from" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }')
wait "${pids[-1]}" || { cat "$work/pgbench.log" >&2; exit 1; }
if grep -h failed "$work"/waits.*; then say "People were turned away."; exit 1; fi

# Microseconds from when each was due.
waited=$(cat "$work"/waits.* | awk '{ if ($3 > longest) longest = $3 } END { print longest / 1e6 }')
result=benchmarks/results/$(date -u +%F)-migration.md
{
  heading migration.sh
  echo "From $(git rev-parse --short "$before"), $(sql site -c 'SELECT count(*) FROM notes') notes," \
    "a list and a save a hundred times a second:"
  echo
  echo '| the migration took, s | people did meanwhile | the longest of it, s |'
  echo '|---|---|---|'
  printf '| %s | %s | %.3f |\n' "$took" "$(cat "$work"/waits.* | wc -l)" "$waited"
} | tee "$result"
awk -v waited="$waited" 'BEGIN { exit waited > 2 }' || { say "Somebody waited for $waited s."; exit 1; }
