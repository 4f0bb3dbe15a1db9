#!/usr/bin/env bash
# benchmarks/rolling-deployment.sh [ROUNDS [REQUESTS]]
# Three processes of Notejam behind haproxy, which tries nothing twice, are replaced one by one by the next version,
# which brings a migration, while people read and write. Counts what failed of at least REQUESTS in each round. The last
# round is the control: the same in Development, where SIGTERM ends a process at once. Ends with 1 if a round has
# failures, or the control has none. Prints Markdown; what it printed is kept in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
need_dotnet
missing=()
have_postgres || missing+=(postgresql)
have_haproxy || missing+=(haproxy)
have_hey || missing+=(hey)
[ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"

PATH=$PATH:/usr/sbin
rounds=${1:-3} requests=${2:-100000}
base=$((20000 + $$ % 1000 * 10))
site=http://127.0.0.1:$base statistics=http://127.0.0.1:$((base + 9))
work=$(mktemp -d)
chmod 755 "$work"
declare -A running=()
balancer=
stop() {
  local pid
  for pid in "${running[@]}" $balancer; do kill -9 "$pid"; wait "$pid"; done 2>/dev/null || true
  running=() balancer=
}
clean_up() {
  stop
  stop_postgres "$work/data/postgres/cluster"
  rm -rf "$work"
}
trap clean_up EXIT

# The next version is this one with one more migration, built in a copy.
source=$work/source
mkdir "$source"
tar -c --exclude=bin --exclude=obj .editorconfig BannedSymbols.txt Directory.* global.json \
  Notejam.Web Notejam.ServiceDefaults | tar -x -C "$source"
publish() {
  dotnet publish "$source/Notejam.Web" -c Release -o "$work/$1" -p:SourceRevisionId="$1" -v quiet </dev/null >&2
}
publish present
cat >"$source/Notejam.Web/Data/Migrations/29991231000000_Next.cs" <<CS
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Notejam.Web.Data.Migrations;

[DbContext(typeof(NotejamDb)), Migration("29991231000000_Next")]
sealed class Next : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var statement in """
            $(grep -v '^--' Notejam.Tests/Operations/next-schema.sql | sed '2,$s/^/            /')
            """.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            migrationBuilder.Sql(statement, suppressTransaction: true);
    }
}
CS
publish next

# run VERSION SLOT ARGUMENT...: in the environment of the round.
run() {
  cd "$work/$1"
  ASPNETCORE_URLS=http://127.0.0.1:$((base + $2)) Management__Port=$((base + 5 + $2)) \
    exec dotnet Notejam.Web.dll "${@:3}"
}
# alive PID: or else why not.
alive() { kill -0 "$1" 2>/dev/null || { tail -n 5 "$work"/*.log >&2; exit 1; }; }
start() { (run "$1" "$2") >>"$work/$1-$2.log" 2>&1 & running[$2]=$!; }
ready() {
  until curl -fs -o /dev/null "http://127.0.0.1:$((base + 5 + $1))/health"; do
    alive "${running[$1]}"
    sleep 0.05
  done
}
sql() {
  PGPASSWORD=$(cat "$work/data/postgres/password") psql -qAt -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(cat "$work/data/postgres/port")" -U notejam -d "$1" -c "$2"
}
field() { sed -n "/name=\"$1\" value=\"/ { s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p; q }" "$work/page"; }
ask() { curl -fsS -b "$work/cookies" -c "$work/cookies" -o "$work/page" "http://127.0.0.1:$((base + 1))$1" "${@:2}"; }

# A first run makes the database, a person and a note; the database stays up, as in a cluster.
# Over http the names of cookies carry the site's port.
export NOTEJAM_DATA=$work/data ASPNETCORE_ENVIRONMENT=Development Site__PublicUrl=$site
start present 1; ready 1
for page in signup signin; do
  ask "/$page/"
  ask "/$page/" --data-urlencode "csrf=$(field csrf)" \
    -d email=mira@example.org -d password=tulip-kettle-roof -d confirm_password=tulip-kettle-roof
done
ask /notes/create/
note=$(field id)
form="csrf=$(field csrf | sed 's/+/%2B/g')&id=$note&name=A+note&text=Some+text&pad="
ask /notes/create/ -d "$form"
cookies=$(awk '$6 ~ /^notejam/ { printf "%s=%s; ", $6, $7 }' "$work/cookies")
stop

export Smtp__Host=127.0.0.1
cat >"$work/haproxy.cfg" <<CFG
defaults
  mode http
  retries 0
  no option redispatch
  timeout connect 2s
  timeout client 30s
  timeout server 15s
  option httpchk GET /health
  http-check expect status 200
  default-server check inter 500ms fall 2 rise 2
frontend site
  bind 127.0.0.1:$base
  default_backend web
frontend statistics
  bind 127.0.0.1:$((base + 9))
  stats enable
  stats uri /
backend web
  balance roundrobin
  server web1 127.0.0.1:$((base + 1)) port $((base + 6))
  server web2 127.0.0.1:$((base + 2)) port $((base + 7))
  server web3 127.0.0.1:$((base + 3)) port $((base + 8))
CFG
# statistic PROXY SERVER COLUMN: what haproxy counted.
statistic() {
  curl -fs "$statistics/;csv" | awk -F, -v proxy="$1" -v server="$2" -v column="$3" '
    NR == 1 { sub(/^# /, ""); for (i = 1; i <= NF; i++) if ($i == column) c = i }
    $1 == proxy && $2 == server { print $c }'
}
balanced() {
  until [ "$(statistic web "web$1" status)" = UP ]; do
    alive "$balancer"
    alive "${running[$1]}"
    sleep 0.1
  done
}

# load NAME LEAST WORKERS STATUS OPTION...: until the roll-out is over and there were enough; writes down how many were
# sent and how many failed. hey prints a line for each answer, and none for a request that got no answer.
load() {
  local sent=0 good=0 answers chunk=$(($3 * 200))
  while [ ! -e "$work/rolled" ] || [ "$sent" -lt "$2" ]; do
    answers=$(hey -n "$chunk" -c "$3" -o csv -disable-redirects -H "Cookie: $cookies" "${@:5}" | cut -d, -f1,7)
    sent=$((sent + chunk)) good=$((good + $(grep -c ",$4\$" <<<"$answers" || true)))
    tail -n +2 <<<"$answers" >>"$work/$1.answers"
  done
  echo "$sent $((sent - good))" >"$work/$1"
}

roll_out() {
  (run next 4 migrate) >>"$work/migrate.log"
  local slot
  for slot in 1 2 3; do
    kill -TERM "${running[$slot]}"
    wait "${running[$slot]}" || true
    start next "$slot"
    # First that it is ready: of a process that ended at once haproxy may not know yet.
    ready "$slot"
    balanced "$slot"
  done
}

# round NAME ENVIRONMENT REQUESTS: a row of the table, and the failures in $failed.
round() {
  sql postgres "CREATE DATABASE round_$1 TEMPLATE notejam"
  ConnectionStrings__notejam="Host=127.0.0.1;Port=$(cat "$work/data/postgres/port");Database=round_$1"
  ConnectionStrings__notejam+=";Username=notejam;Password=$(cat "$work/data/postgres/password")"
  export ConnectionStrings__notejam ASPNETCORE_ENVIRONMENT=$2
  local slot begin rolling rolled took all written more
  for slot in 1 2 3; do start present "$slot"; done
  for slot in 1 2 3; do ready "$slot"; done
  haproxy -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
  balancer=$!
  until curl -fs -o /dev/null "$statistics/"; do alive "$balancer"; sleep 0.05; done
  for slot in 1 2 3; do balanced "$slot"; done

  rm -f "$work"/{rolled,*.answers}
  begin=$(date +%s%N)
  load reads "$(($3 - $3 / 20))" 8 200 "$site/" & local reads=$!
  load writes "$(($3 / 20))" 1 303 \
    -m POST -T application/x-www-form-urlencoded -d "$form" "$site/notes/$note/edit/" & local writes=$!
  until [ -s "$work/reads.answers" ]; do sleep 0.1; done
  rolling=$(date +%s%N)
  roll_out
  rolled=$(date +%s%N)
  touch "$work/rolled"
  wait "$reads"
  wait "$writes"
  took=$(($(date +%s%N) - begin))

  read -r all failed <"$work/reads"
  read -r written more <"$work/writes"
  failed=$((failed + more))
  awk -F, -v name="$1" -v all="$((all + written))" -v written="$written" \
    -v failed="$failed" -v retried="$(statistic web BACKEND wretr)" \
    -v roll="$((rolled - rolling))" -v took="$took" '
    $1 > slowest { slowest = $1 }
    END {
      printf "| %s | %d | %d | %d | %d | ", name, all, written, failed, retried
      printf "%.0f | %.0f | %.0f |\n", slowest * 1000, roll / 1e9, all / took * 1e9
    }' "$work"/*.answers

  for slot in 1 2 3; do
    [[ $(curl -fs "http://127.0.0.1:$((base + slot))/version") == *+next ]] ||
      { say "Slot $slot does not run the next version."; exit 1; }
  done
  local recorded="SELECT count(*) FROM \"__EFMigrationsHistory\" WHERE migration_id = '29991231000000_Next'"
  [ "$(sql "round_$1" "$recorded")" = 1 ] || { say "The migration is not recorded."; exit 1; }
  stop
}

failures=0
echo "| round | requests | of them writes | failed | retried by haproxy |" \
  "slowest, ms | roll-out, s | requests a second |"
echo "|---|---|---|---|---|---|---|---|"
for ((number = 1; number <= rounds; number++)); do
  round "$number" Production "$requests"
  failures=$((failures + failed))
done
round control Development 1
[ "$failures" = 0 ] && [ "$failed" != 0 ]
