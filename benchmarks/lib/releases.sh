# shellcheck shell=bash
# Sourced by benchmarks that measure releases as they are published, over a private PostgreSQL with the canonical data
# (seed.sql). Whatever way the script ends, what it has started ends, and its folder goes.

work=$(mktemp -d)
chmod 755 "$work"
base=$((20000 + $$ % 1000 * 10))
load_before=$(cut -d' ' -f1-3 /proc/loadavg)
pids=()
clean_up() {
  trap '' INT TERM
  stop
  stop_postgres "$work/data/postgres/cluster"
  [ ! -d "$work/source" ] || git worktree remove --force "$work/source"
  rm -rf "$work"
}
stop() {
  local pid
  for pid in "${pids[@]}"; do kill -9 "$pid" && wait "$pid"; done 2>/dev/null || true
  pids=()
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

postmaster() { head -n 1 "$work/data/postgres/cluster/postmaster.pid"; }
password() { cat "$work/data/postgres/password"; }
port() { cat "$work/data/postgres/port"; }
connection() {
  echo "Host=127.0.0.1;Port=$(port);Database=$1;Username=notejam;Password=$(password)"
}
# sql DATABASE ARGUMENT...
sql() {
  PGPASSWORD=$(password) psql -qAtX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(port)" -U notejam "$1" "${@:2}"
}

# publish PROJECT FOLDER
publish() {
  dotnet publish "$1" -c Release -r linux-x64 --no-self-contained -p:PublishReadyToRun=true \
    -o "$2" -v quiet </dev/null >&2
}

# publish_revision REVISION FOLDER: an older release.
publish_revision() {
  say "Publishing $1 ..."
  git worktree add --quiet --detach "$work/source" "$1"
  publish "$work/source/Notejam.Web" "$2"
  git worktree remove --force "$work/source"
}

# ready PORT LOG: the management port of the last that was started.
ready() {
  until curl -fs -o /dev/null "http://127.0.0.1:$1/health"; do
    kill -0 "${pids[-1]}" 2>/dev/null || { cat "$2" >&2; say "It has not started."; exit 1; }
    sleep 0.05
  done
}

# start FOLDER DATABASE PORT VARIABLE=VALUE...: a release in Production; its management port is the next one.
start() {
  (
    cd "$1" || exit
    exec env ConnectionStrings__notejam="$(connection "$2")" ASPNETCORE_ENVIRONMENT=Production \
      ASPNETCORE_URLS="http://127.0.0.1:$3" Management__Port=$(($3 + 1)) Site__PublicUrl="http://127.0.0.1:$3" \
      Site__Proxies=127.0.0.0/8 Smtp__Host=127.0.0.1 "${@:4}" ./Notejam.Web
  ) >"$work/$2.log" 2>&1 &
  pids+=($!)
}

# serve FOLDER DATABASE PORT VARIABLE=VALUE...: the same, until it is ready.
serve() {
  start "$@"
  ready $(($3 + 1)) "$work/$2.log"
}

# start_postgres FOLDER: as the release itself does it in Development; it stays up, as in a cluster.
start_postgres() {
  (
    cd "$1" || exit
    exec env NOTEJAM_DATA="$work/data" ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS="http://127.0.0.1:$base" \
      Management__Port=$((base + 1)) ./Notejam.Web
  ) >"$work/first.log" 2>&1 &
  pids+=($!)
  ready $((base + 1)) "$work/first.log"
  stop
}

# seed FOLDER DATABASE: makes it, with the schema of the release, and the canonical data.
seed() {
  say "Filling $2 ..."
  local site=http://127.0.0.1:$base jar=$work/jar token
  sql postgres -c "CREATE DATABASE $2"
  (cd "$1" && ConnectionStrings__notejam=$(connection "$2") exec ./Notejam.Web migrate) >"$work/migrate.log" ||
    { cat "$work/migrate.log" >&2; exit 1; }
  serve "$1" "$2" "$base"
  token=$(curl -fsS -c "$jar" "$site/signup/" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1)
  curl -fsS -o /dev/null -b "$jar" "$site/signup/" --data-urlencode "csrf=$token" -d email=signed-up@example.org \
    -d password=tulip-kettle-roof -d confirm_password=tulip-kettle-roof
  stop
  sql "$2" -f benchmarks/seed.sql
}

# prepare: this tree as a release, or what WEB names, in $web; PostgreSQL with the database "now"; the driver.
prepare() {
  web=${WEB:-$work/web}
  say "Publishing ..."
  [ -n "${WEB:-}" ] || publish Notejam.Web "$web"
  dotnet build benchmarks/Load -c Release -o "$work/load" -v quiet </dev/null >&2
  start_postgres "$web"
  seed "$web" now
}

# load VERB ...: becomes benchmarks/Load; in a subshell.
load() { exec dotnet "$work/load/Load.dll" "$@"; }

# heading SCRIPT: under which conditions.
heading() {
  local memory; memory=$(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
  echo "# benchmarks/$1"
  echo
  echo "$(date -u +%F), $(nproc) shared cores, load $load_before before, $memory," \
    ".NET SDK $(dotnet --version), PostgreSQL $(cat "$work/data/postgres/cluster/PG_VERSION") on the same machine." \
    "Revision $(git rev-parse --short HEAD)${WEB:+, but the published folder that WEB names}."
  echo
}
