#!/usr/bin/env bash
# Measures the published application (ReadyToRun): size, start to the first list page, CPU of that start, memory idle
# and after 10,000 requests, what a scrape of its metrics costs, and what PostgreSQL spends on the list page of a person
# with 50 notes and of one with 10,000, and what compression costs.
# Prints Markdown; what it printed is kept in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
need_dotnet
have_postgres || install_packages postgresql
command -v ab >/dev/null || install_packages apache2-utils

work=$(mktemp -d)
chmod 755 "$work"
management=${MANAGEMENT_PORT:-5291} site=http://127.0.0.1:${PORT:-5290}
cookie=notejam-${site##*:}
app=
stop() { [ -z "$app" ] || { kill -9 "$app" && wait "$app"; } 2>/dev/null || true; app=; }
clean_up() {
  stop
  local pid=$work/data/postgres/cluster/postmaster.pid
  [ ! -f "$pid" ] || kill -INT "$(head -n 1 "$pid")"
  rm -rf "$work"
}
trap clean_up EXIT

dotnet publish Notejam.Web -c Release -r linux-x64 --no-self-contained -p:PublishReadyToRun=true \
  -o "$work/web" -v quiet </dev/null >&2

export NOTEJAM_DATA=$work/data ASPNETCORE_URLS=$site Management__Port=$management
start() { (cd "$work/web" && exec ./Notejam.Web) >"$work/log" 2>&1 & app=$!; }
ready() { until curl -fs -o /dev/null "http://127.0.0.1:$management/health"; do sleep 0.05; done; }
cpu() { awk '{ printf "%.2f", ($14 + $15) / 100 }' "/proc/$app/stat"; }
pss() { awk '/^Pss:/ { printf "%.0f", $2 / 1024 }' "/proc/$app/smaps_rollup"; }
sql() {
  PGPASSWORD=$(cat "$work/data/postgres/password") psql -qAt -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(cat "$work/data/postgres/port")" -U notejam notejam -c "$1"
}
token() { curl -s -b "$1" -c "$1" "$2" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1; }
list() { curl -fs -o /dev/null -H "Cookie: $cookie=$1" "${@:2}" "$site/"; }

# person EMAIL: signs up and in through the forms and prints the session cookie.
person() {
  local jar=$work/$1.jar page
  for page in signup signin; do
    curl -s -o /dev/null -b "$jar" -c "$jar" "$site/$page/" \
      --data-urlencode "csrf=$(token "$jar" "$site/$page/")" \
      -d "email=$1" -d password=tulip-kettle-roof -d confirm_password=tulip-kettle-roof
  done
  awk -v name="$cookie" '$6 == name { print $7 }' "$jar"
}

# A first run makes the database and the people; the database stays up, as in a cluster.
export ASPNETCORE_ENVIRONMENT=Development
start; ready
small=$(person small@example.org) large=$(person large@example.org)
sql "
  INSERT INTO users (
    id, created_at, user_name, normalized_user_name, email, normalized_email,
    email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
  SELECT gen_random_uuid(), now(), e, upper(e), e, upper(e), false, false, false, true, 0
  FROM (SELECT 'crowd' || i || '@example.org' AS e FROM generate_series(1, 998) AS i) AS n;
  INSERT INTO pads (id, owner_id, name, created_at)
  SELECT gen_random_uuid(), u.id, 'pad ' || i, now() FROM users u, generate_series(1, 5) AS i;
  INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at)
  SELECT gen_random_uuid(), u.id, p.id, 'note ' || i, repeat('text ', 96), repeat('text ', 40),
    now(), now() - i * interval '1 minute'
  FROM users u,
    generate_series(1, CASE WHEN email = 'large@example.org' THEN 10000 ELSE 50 END) AS i,
    LATERAL (SELECT id FROM pads WHERE owner_id = u.id ORDER BY md5(id::text || i) LIMIT 1) AS p;
  ANALYZE"
stop

ConnectionStrings__notejam="Host=127.0.0.1;Port=$(cat "$work/data/postgres/port");Database=notejam"
ConnectionStrings__notejam+=";Username=notejam;Password=$(cat "$work/data/postgres/password")"
export ConnectionStrings__notejam ASPNETCORE_ENVIRONMENT=Production Site__PublicUrl=$site Smtp__Host=127.0.0.1

memory=$(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
postgres="PostgreSQL $(cat "$work/data/postgres/cluster/PG_VERSION")"
echo "$(date -u +%F), $(nproc) shared cores, $memory," \
  ".NET SDK $(dotnet --version), $postgres on the same machine. 1,000 people, 60,000 notes."
echo
echo "Published size: $(du -sm "$work/web" | cut -f1) MB."
echo
echo "| start | first list page after, s | CPU until then, s | PSS then, MB |"
echo "|---|---|---|---|"
for n in 1 2 3 4 5; do
  stop
  begin=$(date +%s%N); start
  until list "$small"; do sleep 0.01; done
  echo "| $n | $(awk -v d=$(($(date +%s%N) - begin)) 'BEGIN { printf "%.2f", d / 1e9 }') | $(cpu) | $(pss) |"
done
sleep 5
idle=$(pss)
ab -q -n 10000 -c 8 -k -H "Cookie: $cookie=$small" "$site/" >"$work/ab"
! grep -q 'Non-2xx' "$work/ab" || { say "the load met errors"; exit 1; }
echo
rate=$(awk '/Requests per second/ { printf "%.0f", $4 }' "$work/ab")
echo "PSS: $idle MB idle, five seconds after the first list;" \
  "$(pss) MB after 10,000 list pages of 50 notes ($rate a second over 8 connections)."

# What compressing the list of 50 notes costs the process, and what it saves on the way.
echo
echo "| encoding | KB a list | CPU, ms a list |"
echo "|---|---|---|"
for encoding in identity gzip br; do
  before=$(cpu)
  ab -q -n 5000 -c 4 -k -H "Cookie: $cookie=$small" -H "Accept-Encoding: $encoding" "$site/" >"$work/ab"
  ! grep -q 'Non-2xx' "$work/ab" || { say "the load met errors"; exit 1; }
  size=$(list "$small" -H "Accept-Encoding: $encoding" -w '%{size_download}')
  kilobytes=$(awk -v b="$size" 'BEGIN { printf "%.1f", b / 1024 }')
  milliseconds=$(awk -v a="$before" -v b="$(cpu)" 'BEGIN { printf "%.2f", (b - a) / 5 }')
  echo "| $encoding | $kilobytes | $milliseconds |"
done

# Ten thousand addresses of notes that are not there, and then what a scrape costs.
curl -s -o /dev/null -H "Cookie: $cookie=$small" "$site/notes/00000000-0000-7000-8000-[000000000000-000000009999]/"
scrape() { curl -s "http://127.0.0.1:$management/metrics" "$@"; }
for _ in $(seq 100); do scrape -o /dev/null -w '%{time_total}\n'; done | sort -n >"$work/scrapes"
echo
kilobytes=$(scrape | wc -c | awk '{ printf "%.0f", $1 / 1024 }')
median=$(awk 'NR == 50 { printf "%.1f", $1 * 1000 }' "$work/scrapes")
slowest=$(awk 'END { printf "%.1f", $1 * 1000 }' "$work/scrapes")
echo "Metrics after 10,000 more addresses, of notes that are not there:" \
  "$(scrape | grep -vc '^#') series, $kilobytes KB; a scrape takes $median ms, the slowest of 100 $slowest ms."

# What the server itself says that parse, bind and execute took, 50 pages of each in turn.
sql "ALTER SYSTEM SET log_min_duration_statement = 0"; sql "SELECT pg_reload_conf()" >/dev/null
sleep 1
spent() {
  local from; from=$(stat -c %s "$work/data/postgres/server.log")
  for _ in $(seq 50); do list "$1"; done
  tail -c +$((from + 1)) "$work/data/postgres/server.log" | awk '
    /duration:/ { for (i = 1; i < NF; i++) if ($i == "duration:") ms += $(i + 1) }
    END { printf "%.3f", ms / 50 }'
}
echo
echo "| round | 50 notes, ms a page in PostgreSQL | 10,000 notes | ratio |"
echo "|---|---|---|---|"
for n in 1 2 3 4 5; do
  a=$(spent "$small") b=$(spent "$large")
  echo "| $n | $a | $b | $(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.2f", b / a }') |"
done
