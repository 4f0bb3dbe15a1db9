#!/usr/bin/env bash
# benchmarks/attack.sh [MINUTES [PHASE...]]
# Attacks two published instances over a private PostgreSQL, on loopback: a flood of sign-ins, guesses, 2,000
# connections, a database that hangs (flood, guesses, overload, hang), and for MINUTES, ten by default, the memory of
# one instance (memory). That one is limited to 512 MiB: by a control group where this machine has one to write to, else
# by .NET's heap limit alone. WEB=FOLDER attacks what was published there instead, such as an older release.
# Prints Markdown, and ends with 1 if a promise is missed; what it printed is kept in benchmarks/results/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
need_dotnet
have_postgres || install_packages postgresql

minutes=${1:-10}
shift || true
base=$((20000 + $$ % 1000 * 10))
first=http://127.0.0.1:$base second=http://127.0.0.1:$((base + 1)) management=http://127.0.0.1:$((base + 2))
work=$(mktemp -d)
chmod 755 "$work"
group=/sys/fs/cgroup/memory/notejam-attack-$$
running=()
stop() { local pid; for pid in "${running[@]}"; do kill -9 "$pid"; wait "$pid"; done 2>/dev/null || true; running=(); }
postmaster() { head -n 1 "$work/data/postgres/cluster/postmaster.pid"; }
clean_up() {
  stop
  stop_postgres "$work/data/postgres/cluster"
  rmdir "$group" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

web=${WEB:-$work/web}
[ -n "${WEB:-}" ] ||
  dotnet publish Notejam.Web -c Release -r linux-x64 --no-self-contained -p:PublishReadyToRun=true \
    -o "$web" -v quiet </dev/null >&2
dotnet build benchmarks/Attack -c Release -o "$work/attack" -v quiet </dev/null >&2

limit='a heap limit of 179 MiB, 35 % of 512, as .NET sets it in a container'
if mkdir "$group" 2>/dev/null && echo $((512 * 1024 * 1024)) >"$group/memory.limit_in_bytes"; then
  limit='a control group of 512 MiB'
else
  group=
fi

export NOTEJAM_DATA=$work/data
# run PORT MANAGEMENT: in the limit of a pod; the heap limit is what .NET derives from a container's.
run() {
  [ -z "$group" ] || echo "$BASHPID" >"$3/cgroup.procs"
  cd "$web"
  DOTNET_GCHeapHardLimit=0xB333333 ASPNETCORE_URLS=http://127.0.0.1:$1 Management__Port=$2 exec ./Notejam.Web
}
start() { run "$@" >>"$work/$1.log" 2>&1 & running+=($!); }
ready() {
  until curl -fs -o /dev/null "http://127.0.0.1:$1/health"; do
    kill -0 "${running[-1]}" 2>/dev/null || { tail -n 5 "$work"/*.log >&2; exit 1; }
    sleep 0.1
  done
}

# A first run makes the database; it stays up, as in a cluster.
(
  cd "$web"
  ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS=$first Management__Port=$((base + 2)) exec ./Notejam.Web
) >>"$work/first.log" 2>&1 &
running+=($!)
ready $((base + 2))
stop

ConnectionStrings__notejam="Host=127.0.0.1;Port=$(cat "$work/data/postgres/port");Database=notejam"
ConnectionStrings__notejam+=";Username=notejam;Password=$(cat "$work/data/postgres/password")"
export ConnectionStrings__notejam ASPNETCORE_ENVIRONMENT=Production
export Site__PublicUrl=$first Site__Proxies=127.0.0.0/8 Smtp__Host=127.0.0.1 Smtp__Port=9
start "$base" $((base + 2)) "$group"; ready $((base + 2))
instance=${running[0]}
# The other one stands for the rest of the cluster, and has no limit.
group='' start $((base + 1)) $((base + 3)) ''; ready $((base + 3))

memory=$(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
postgres="PostgreSQL $(cat "$work/data/postgres/cluster/PG_VERSION")"
echo "$(date -u +%F), $(nproc) shared cores, load $(cut -d' ' -f1-3 /proc/loadavg) before, $memory," \
  ".NET SDK $(dotnet --version), $postgres."
echo "Two instances, the database and the attackers share the machine. The instance under attack has $limit." \
  "Revision $(git rev-parse --short HEAD)${WEB:+, but the published folder that WEB names}."
echo
echo "| attack | promised | measured | |"
echo "|---|---|---|---|"
status=0
dotnet "$work/attack/Attack.dll" \
  "$first" "$second" "$management" "$instance" "$(postmaster)" "$minutes" "$@" || status=$?
echo
echo "Load after: $(cut -d' ' -f1-3 /proc/loadavg)."
exit "$status"
