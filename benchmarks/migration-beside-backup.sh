#!/usr/bin/env bash
# benchmarks/migration-beside-backup.sh [NOTES]
# Changes the schema at different moments of a backup of NOTES notes, and starts a new instance at the same moment: how
# long the change waits, how long the instance takes until it is ready, and how the backup ends. Ends with 1 if a change
# waits for longer than five seconds, a backup fails, or no instance gets ready. Prints Markdown.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
need_dotnet
have_postgres || install_packages postgresql
. eng/lib/instances.sh

notes=${1:-400000} start_timeout=60
published Notejam.Web web
published Notejam.Backup backup
since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'; }

(web "$base" "$work/first.log") & pids+=($!)
up "$base" "$start_timeout" "$work/first.log"
sql notejam "
  INSERT INTO users (id, created_at, user_name, normalized_user_name, email, normalized_email,
    email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
  SELECT gen_random_uuid(), now(), i, i, i, i, false, false, false, true, 0 FROM generate_series(1, 1000) AS i;
  INSERT INTO notes (id, owner_id, name, text, excerpt, created_at, updated_at)
  SELECT gen_random_uuid(), u.id, 'note ' || i, md5(i::text) || md5('a' || i), '', now(), now()
  FROM generate_series(1, $notes) AS i
  JOIN (SELECT id, row_number() OVER () AS n FROM users) AS u ON u.n = 1 + i % 1000"

version=$(cat "$work/data/postgres/cluster/PG_VERSION")
echo "$(date -u +%F), $notes notes, $(nproc) shared cores, .NET SDK $(dotnet --version), PostgreSQL $version."
echo
echo '| the backup does | change waited, s | new instance ready after, s | backup ended with | after, s |'
echo '|---|---|---|---|---|'
doing="
  SELECT coalesce(max(CASE
    WHEN application_name <> 'Notejam.Backup' OR query LIKE '%pg_locks%' THEN NULL
    WHEN query LIKE 'COPY%notes%' THEN 'dump'
    WHEN query LIKE 'SELECT count(\*), %notes%' THEN 'hash' END), '')
  FROM pg_stat_activity WHERE state = 'active'"
round=0
for phase in hash dump; do
  for _ in 1 2 3; do
    round=$((round + 1)) from=$EPOCHREALTIME
    Backup__Store=$work/store-$round \
      dotnet "$work/backup/Notejam.Backup.dll" backup >"$work/backup.log" 2>&1 & backup=$!
    until [ "$(sql notejam "$doing")" = "$phase" ]; do
      kill -0 "$backup" 2>/dev/null && continue
      cat "$work/backup.log" >&2
      say "The backup was over before it could be caught."
      exit 1
    done
    (web $((base + 2)) "$work/new.log") & instance=$!
    changed=$EPOCHREALTIME
    sql notejam "ALTER TABLE notes ADD COLUMN colour_$round text"
    waited=$(since "$changed")
    up $((base + 2)) "$start_timeout" "$work/new.log"
    ready=$(since "$changed")
    kill "$instance"; wait "$instance" || true
    code=0; wait "$backup" || code=$?
    printf '| %s | %s | %s | %s | %s |\n' "$phase" "$waited" "$ready" "$code" "$(since "$from")"
    [ "$code" = 0 ] || { cat "$work/backup.log" >&2; exit 1; }
    awk -v waited="$waited" 'BEGIN { exit waited > 5 }' || { say "The change waited for $waited s."; exit 1; }
  done
done
