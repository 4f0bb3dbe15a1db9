#!/usr/bin/env bash
# Measures the published application (ReadyToRun): size, start to the first list page, CPU of that start, memory idle
# and after 10,000 requests, alone and beside a second instance, what compression costs, and what a scrape of its metrics
# costs. Run it alone on the machine: PSS divides the pages of the framework's files among all .NET programs that run.
# WEB=FOLDER measures what was published there in place of this tree.
# Prints Markdown; what it printed is kept in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
no_arguments benchmarks/published.sh "$@"
need_dotnet
have_postgres || install_packages postgresql
. benchmarks/lib/releases.sh

prepare
site=http://127.0.0.1:$base management=http://127.0.0.1:$((base + 1)) jar=$work/jar
cpu() { awk '{ printf "%.2f", ($14 + $15) / 100 }' "/proc/${pids[0]}/stat"; }
pss() { awk '/^Pss:/ { printf "%.0f", $2 / 1024 }' "/proc/${pids[0]}/smaps_rollup"; }
# parts: PSS by what it holds, a line each, sorted. The runtime maps its own data, and the code that it compiles, twice.
parts() {
  awk '
    BEGIN { split("our and the packages'"'"' files|the framework'"'"'s files|the runtime'"'"'s data and compiled code|" \
      "anonymous: heaps, stacks", part, "|") }
    /^[0-9a-f]+-[0-9a-f]+ / { at = /doublemapper/ ? 3 : /\/dotnet\/shared\// ? 2 : $6 ~ /^\// ? 1 : 4 }
    /^Pss:/ { sum[at] += $2 }
    END { for (at in part) printf "%s|%.0f\n", part[at], sum[at] / 1024 }
  ' "/proc/${pids[0]}/smaps" | sort
}
list() { curl -fs -o /dev/null -b "$jar" "$@" "$site/"; }
# lists COUNT ENCODING: ms of CPU a list, and lists a second.
lists() { load repeat "$1" "$(postmaster)" "now=$site=${pids[0]}" "list of 50 as $2"; }

start "$web" now "$base"
ready $((base + 1)) "$work/now.log"
token=$(curl -fsS -c "$jar" "$site/signin/" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1)
curl -fsS -o /dev/null -b "$jar" -c "$jar" "$site/signin/" \
  --data-urlencode "csrf=$token" -d email=person-1@example.org -d password=tulip-kettle-roof

heading published.sh
echo "Published size: $(du -sm "$web" | cut -f1) MB."
echo
echo "| start | first list page after, s | CPU until then, s | PSS then, MB |"
echo "|---|---|---|---|"
for n in 1 2 3 4 5; do
  stop
  begin=$(date +%s%N); start "$web" now "$base"
  until list; do sleep 0.01; done
  echo "| $n | $(awk -v d=$(($(date +%s%N) - begin)) 'BEGIN { printf "%.2f", d / 1e9 }') | $(cpu) | $(pss) |"
done
sleep 5
idle=$(pss) idle_parts=$(parts)
read -r _ rate < <(lists 10000 identity)
echo
echo "PSS: $idle MB idle, five seconds after the first list;" \
  "$(pss) MB after 10,000 list pages of 50 notes ($rate a second over 8 connections)."
echo
echo "| part of it | idle, MB | after 10,000 lists, MB |"
echo "|---|---|---|"
join -t '|' <(echo "$idle_parts") <(parts) | sed 's/|/ | /g; s/.*/| & |/'

# Programs of one framework share its files; so do two instances on a node, and ours besides.
serve "$web" now $((base + 2))
echo
echo "PSS with a second instance beside it: $(pss) MB."
kill "${pids[1]}"
wait "${pids[1]}" || true

# What compressing the list of 50 notes costs the process, and what it saves on the way.
echo
echo "| encoding | KB a list | CPU, ms a list |"
echo "|---|---|---|"
for encoding in identity gzip br; do
  read -r milliseconds _ < <(lists 5000 "$encoding")
  size=$(list -H "Accept-Encoding: $encoding" -w '%{size_download}')
  echo "| $encoding | $(awk -v b="$size" 'BEGIN { printf "%.1f", b / 1024 }') | $milliseconds |"
done

# Ten thousand addresses of notes that are not there, and then what a scrape costs.
curl -s -o /dev/null -b "$jar" "$site/notes/00000000-0000-7000-8000-[000000000000-000000009999]/"
scrape() { curl -s "$management/metrics" "$@"; }
for _ in $(seq 100); do scrape -o /dev/null -w '%{time_total}\n'; done | sort -n >"$work/scrapes"
echo
kilobytes=$(scrape | wc -c | awk '{ printf "%.0f", $1 / 1024 }')
median=$(awk 'NR == 50 { printf "%.1f", $1 * 1000 }' "$work/scrapes")
slowest=$(awk 'END { printf "%.1f", $1 * 1000 }' "$work/scrapes")
echo "Metrics after 10,000 more addresses, of notes that are not there:" \
  "$(scrape | grep -vc '^#') series, $kilobytes KB; a scrape takes $median ms, the slowest of 100 $slowest ms."
