#!/usr/bin/env bash
# Measures the backup worker on 1 GB of notes: how much memory it is resident at most (VmHWM) while it backs up,
# verifies and drills, and how long that takes; once to a folder and, where moto_server is, once to S3. Then 100,000
# notes of 1,000 people. Prints Markdown; what it printed is kept in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
need_dotnet
have_postgres || install_packages postgresql

work=$(mktemp -d)
chmod 755 "$work"
worker='' web='' moto=''
stop() { for pid in $worker $web $moto; do { kill "$pid" && wait "$pid"; } 2>/dev/null || true; done; rm -rf "$work"; }
trap stop EXIT

dotnet publish Notejam.Web -c Release -o "$work/web" -v quiet </dev/null >&2
dotnet publish Notejam.Backup -c Release -o "$work/backup" -v quiet </dev/null >&2

export NOTEJAM_DATA=$work/data ASPNETCORE_ENVIRONMENT=Development
export ASPNETCORE_URLS=http://127.0.0.1:${PORT:-5390} Management__Port=${MANAGEMENT_PORT:-5391}
# The application keeps the private server up.
(cd "$work/web" && exec dotnet Notejam.Web.dll) >"$work/web.log" 2>&1 & web=$!
until curl -fs -o /dev/null "http://127.0.0.1:$Management__Port/health"; do sleep 0.2; done
export Management__Port=$((Management__Port + 1))
sql() {
  PGPASSWORD=$(cat "$work/data/postgres/password") psql -qAt -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(cat "$work/data/postgres/port")" -U notejam notejam -c "$1"
}

# fill NOTES PIECES: notes of 1,000 people, each of so many pieces of 33 bytes that hardly compress.
fill() {
  sql "
    SET client_min_messages = warning;
    TRUNCATE users CASCADE;
    INSERT INTO users (
      id, created_at, user_name, normalized_user_name, email, normalized_email,
      email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
    SELECT gen_random_uuid(), now(), i, i, i, i, false, false, false, true, 0 FROM generate_series(1, 1000) AS i;
    INSERT INTO notes (id, owner_id, name, text, excerpt, created_at, updated_at)
    SELECT gen_random_uuid(), u.id, 'note ' || i,
      (SELECT string_agg(md5(i || ' ' || j), ' ') FROM generate_series(1, $2) AS j), '', now(), now()
    FROM generate_series(1, $1) AS i JOIN (SELECT id, row_number() OVER () AS n FROM users) AS u ON u.n = 1 + i % 1000"
}

# measure STORE NOTES KIND: runs the worker until it waits for the next day, and prints a row.
measure() {
  rm -f "$work/log"
  Backup__Store=$1 dotnet "$work/backup/Notejam.Backup.dll" worker >"$work/log" 2>&1 & worker=$!
  until grep -qs 'next backup is due' "$work/log"; do
    if grep -qs failed "$work/log" || ! kill -0 "$worker"; then cat "$work/log" >&2; exit 1; fi
    sleep 0.2
  done
  gauge() {
    curl -fs "http://127.0.0.1:$Management__Port/metrics" |
      awk -v name="notejam_backup_$1" 'index($1, name "{") == 1 || $1 == name { print $2; exit }'
  }
  printf '| %s | %s | %.0f | %.1f | %.1f | %.0f |\n' "$2" "$3" \
    "$(gauge size_bytes | awk '{ print $1 / 1e6 }')" "$(gauge duration_seconds)" "$(gauge rto_seconds)" \
    "$(awk '/VmHWM/ { print $2 / 1024 }' "/proc/$worker/status")"
  kill "$worker"; wait "$worker"; worker=
}

memory=$(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
postgres="PostgreSQL $(cat "$work/data/postgres/cluster/PG_VERSION")"
echo "$(date -u +%F), $(nproc) shared cores, $memory," \
  ".NET SDK $(dotnet --version), $postgres on the same machine."
echo
echo '| notes | store | dump, MB | backup, s | restored and compared in, s | most resident memory of the worker, MB |'
echo '|---|---|---|---|---|---|'
export AWS_ENDPOINT_URL=http://127.0.0.1:$((Management__Port + 1)) AWS_REGION=us-east-1
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
if command -v moto_server >/dev/null; then
  moto_server -H 127.0.0.1 -p $((Management__Port + 1)) >/dev/null 2>&1 & moto=$!
  until curl -s -o /dev/null "$AWS_ENDPOINT_URL"; do sleep 0.2; done
  curl -fs -X PUT -o /dev/null "$AWS_ENDPOINT_URL/notejam-backups"
fi
for size in "100000 12" "20000 1550"; do
  fill "${size% *}" "${size#* }"
  what="$(sql "SELECT count(*) FROM notes"), $(sql "SELECT pg_size_pretty(sum(octet_length(text))) FROM notes") of text"
  measure "$work/store" "$what" folder
  rm -rf "$work/store"
  [ -z "$moto" ] || measure "s3://notejam-backups/${size% *}" "$what" "S3 (moto)"
done
