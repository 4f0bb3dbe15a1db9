#!/usr/bin/env bash
# benchmarks/bench.sh [--against REVISION] [--rounds N] [--seconds N]
# What each page and form costs: CPU of the server and of PostgreSQL per request, of this tree as a release, of Limit
# (the least program that answers the same), and of the release of another REVISION. All are measured in turn, A B A B,
# then B A B A, 3 rounds of 3 seconds unless said; the lowest counts. WEB=FOLDER measures what was published there in
# place of this tree. Every answer is checked.
# Prints Markdown, and keeps it in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh

rounds=3 seconds=3 against=
while [ $# -gt 0 ]; do
  case $1 in
    --against | --rounds | --seconds)
      [ $# -gt 1 ] || { say "$1 needs a value."; exit 2; }
      declare "${1#--}=$2"
      shift 2
      ;;
    *) show_usage benchmarks/bench.sh "$1" ;;
  esac
done
[ -z "$against" ] || git rev-parse --quiet --verify "$against^{commit}" >/dev/null ||
  { say "$against is not a revision of this repository."; exit 2; }
need_dotnet
have_postgres || install_packages postgresql
. benchmarks/lib/releases.sh

prepare
publish benchmarks/Limit "$work/limit"
[ -z "$against" ] || publish_revision "$against" "$work/before"

[ -z "$against" ] || seed "$work/before" before

serve "$web" now $((base + 2))
sites=("now=http://127.0.0.1:$((base + 2))=${pids[-1]}")
(
  cd "$work/limit"
  exec env ConnectionStrings__notejam="$(connection now)" ASPNETCORE_URLS="http://127.0.0.1:$((base + 4))" ./Limit
) >"$work/limit.log" 2>&1 &
pids+=($!)
until curl -s -o /dev/null "http://127.0.0.1:$((base + 4))/"; do
  kill -0 "${pids[-1]}" 2>/dev/null || { cat "$work/limit.log" >&2; exit 1; }
  sleep 0.05
done
sites+=("Limit=http://127.0.0.1:$((base + 4))=${pids[-1]}")
if [ -n "$against" ]; then
  serve "$work/before" before $((base + 6))
  sites+=("$against=http://127.0.0.1:$((base + 6))=${pids[-1]}")
fi

export PGHOST=127.0.0.1 PGPORT PGUSER=notejam PGPASSWORD PGDATABASE=now
PGPORT=$(port) PGPASSWORD=$(password)
heading bench.sh >"$work/result"
# In the background, so that a signal ends it at once.
(load bench "$rounds" "$seconds" "$(postmaster)" benchmarks/Limit/list.sql "${sites[@]}") >>"$work/result" &
pids+=($!)
wait "${pids[-1]}"
printf '\nLoad after: %s.\n' "$(cut -d' ' -f1-3 /proc/loadavg)" >>"$work/result"
cat "$work/result"
mv "$work/result" "benchmarks/results/$(date -u +%F)-bench.md"
