#!/usr/bin/env bash
# benchmarks/profile.sh [SECONDS]
# Where the CPU of the list of 50 goes, by subsystem: samples of perf for so many seconds, 20 unless said, after as long
# to compile everything for speed. Of the server only; what PostgreSQL does is in bench.sh. WEB=FOLDER looks at what
# was published there in place of this tree.
# Prints Markdown; what it printed is kept in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
seconds=${1:-20}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || show_usage benchmarks/profile.sh "$seconds"
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
lists() { load lists "$1" "$(postmaster)" "now=http://127.0.0.1:$((base + 2))=$app"; }
say "Warming ..."
(lists 1000000000) >/dev/null & pids+=($!)
sleep "$seconds"
say "Sampling ..."
perf record -q -F 499 -e cpu-clock -g -p "$app" -o "$work/perf.data" -- sleep "$seconds" >&2
perf script -i "$work/perf.data" -F comm,ip,sym,dso 2>/dev/null >"$work/samples"

heading profile.sh
echo "| subsystem | share of the samples, % |"
echo "|---|---|"
awk -f benchmarks/lib/subsystems.awk "$work/samples"
