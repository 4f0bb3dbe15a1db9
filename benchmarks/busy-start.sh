#!/usr/bin/env bash
# benchmarks/busy-start.sh [ROUNDS [SECONDS]]
# Starts where every core is busy with something else: ROUNDS of five migrations at once of an empty database, then
# ./run.sh, and web as the AppHost starts it (the migrations, then web in Development). The cores are busy for SECONDS
# at least. Ends with 1 if one of them does not come up, or a database has another number of keys than one. Prints
# Markdown.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
need_dotnet
have_postgres || install_packages postgresql
. eng/lib/instances.sh

rounds=${1:-20} seconds=${2:-60} start_timeout=300
published Notejam.Web web
connection() { echo "Host=127.0.0.1;Port=$(port);Database=$1;Username=notejam;Password=$(password)"; }

# An instance keeps the private server up.
(web "$base" "$work/first.log") & pids+=($!)
up "$base" "$start_timeout" "$work/first.log"
for ((core = 0; core < $(nproc); core++)); do (while :; do :; done) & pids+=($!); done
begun=$SECONDS

echo "$(date -u +%F), $(nproc) shared cores that were all busy, .NET SDK $(dotnet --version)."
echo
echo '| start | took, s |'
echo '|---|---|'
for ((round = 1; round <= rounds; round++)); do
  sql postgres "CREATE DATABASE empty_$round"
  five=() from=$SECONDS
  for one in 1 2 3 4 5; do
    (ConnectionStrings__notejam=$(connection "empty_$round") \
      web $((base + 2)) "$work/migrate-$one.log" migrate) & five+=($!)
  done
  for one in "${!five[@]}"; do
    wait "${five[$one]}" || {
      cat "$work/migrate-$((one + 1)).log" >&2
      say "Round $round: a migration failed."
      exit 1
    }
  done
  keys=$(sql "empty_$round" 'SELECT count(*) FROM data_protection_keys')
  [ "$keys" = 1 ] || { say "Round $round: $keys keys."; exit 1; }
  printf '| migrate, five at once, round %s | %s |\n' "$round" "$((SECONDS - from))"
  sql postgres "DROP DATABASE empty_$round"
done

from=$SECONDS
sql postgres 'CREATE DATABASE apphost'
export ConnectionStrings__notejam; ConnectionStrings__notejam=$(connection apphost)
(web $((base + 4)) "$work/migrations.log" migrate)
(web $((base + 4)) "$work/apphost.log") & pids+=($!)
up $((base + 4)) "$start_timeout" "$work/apphost.log"
echo "| web as the AppHost starts it | $((SECONDS - from)) |"

from=$SECONDS
export NOTEJAM_DATA=$work/run ConnectionStrings__notejam=
export ASPNETCORE_URLS=http://127.0.0.1:$((base + 6)) Management__Port=$((base + 7))
./run.sh >"$work/run.log" 2>&1 & pids+=($!)
up $((base + 6)) "$start_timeout" "$work/run.log"
echo "| ./run.sh, build and private server | $((SECONDS - from)) |"
if [ $((SECONDS - begun)) -lt "$seconds" ]; then
  say "It was over before the cores had been busy for $seconds s: take more rounds."
  exit 1
fi
