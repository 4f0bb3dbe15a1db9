#!/usr/bin/env bash
# benchmarks/profile.sh [ERRAND...]
# Where the server's CPU goes, by subsystem: of the list of 50, or of other errands of bench.sh by their names, such as
# "edit form", create, edit. Each is repeated for 20 seconds, to compile everything for speed, and for 20 more under
# perf, which says how many of the samples each subsystem has. What PostgreSQL does is in bench.sh. WEB=FOLDER looks at
# what was published there in place of this tree.
# Prints Markdown; what it printed is kept in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
[[ ${1:-} != -* ]] || show_usage benchmarks/profile.sh "$1"
[ $# -gt 0 ] || set -- "list of 50"
seconds=20
need_dotnet
missing=()
have_postgres || missing+=(postgresql)
command -v perf >/dev/null || missing+=(linux-perf)
[ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
. benchmarks/lib/releases.sh

prepare
# perf names compiled methods by a map that only exists for what is compiled here and now, at the address where it runs.
serve "$web" now $((base + 2)) DOTNET_PerfMapEnabled=1 DOTNET_ReadyToRun=0 DOTNET_EnableWriteXorExecute=0
app=${pids[-1]} map=/tmp/perf-${pids[-1]}.map
trap 'rm -f "$map"; clean_up' EXIT
heading profile.sh
for errand; do
  say "Warming: $errand ..."
  (load repeat 1000000000 "$(postmaster)" "now=http://127.0.0.1:$((base + 2))=$app" "$errand") >/dev/null & pids+=($!)
  sleep "$seconds"
  say "Sampling: $errand ..."
  perf record -q -F 499 -e cpu-clock -g -p "$app" -o "$work/perf.data" -- sleep "$seconds" >&2
  kill "${pids[-1]}"
  wait "${pids[-1]}" || true
  unset 'pids[-1]'
  perf script -i "$work/perf.data" -F comm,ip,sym,dso 2>/dev/null >"$work/samples"

  echo "| $errand: subsystem | share of the samples, % |"
  echo "|---|---|"
  awk -f benchmarks/lib/subsystems.awk "$work/samples"
  echo
done
