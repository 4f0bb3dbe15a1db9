# shellcheck shell=bash
# Sourced by benchmarks that run instances over a private PostgreSQL in a folder of their own. What is in $pids ends
# with the script, the last started first, and the folder goes.

work=$(mktemp -d)
chmod 755 "$work"
# shellcheck disable=SC2034 # for whoever sources this
base=$((20000 + $$ % 1000 * 10))
pids=()
stop() {
  local at
  for ((at = ${#pids[@]} - 1; at >= 0; at--)); do
    { kill "${pids[at]}" && wait "${pids[at]}"; } 2>/dev/null || true
  done
  rm -rf "$work"
}
trap stop EXIT
export ASPNETCORE_ENVIRONMENT=Development NOTEJAM_DATA=$work/data

# published PROJECT FOLDER
published() { dotnet publish "$1" -c Release -o "$work/$2" -v quiet </dev/null >&2; }

# web PORT LOG ARGUMENT...: becomes an instance whose management port is the next one; in a subshell.
web() {
  cd "$work/web" || exit
  ASPNETCORE_URLS=http://127.0.0.1:$1 Management__Port=$(($1 + 1)) exec dotnet Notejam.Web.dll "${@:3}" >"$2" 2>&1
}

# up PORT SECONDS LOG: waits until the instance is ready; after so many seconds it ends the script, and says what the
# log says.
up() {
  timeout "$2" bash -c "until curl -fs -o /dev/null http://127.0.0.1:$(($1 + 1))/health; do sleep 0.1; done" && return
  cat "$3" >&2
  say "The instance is not ready after $2 s."
  exit 1
}

password() { cat "$work/data/postgres/password"; }
port() { cat "$work/data/postgres/port"; }

# sql DATABASE STATEMENT
sql() {
  PGPASSWORD=$(password) psql -qAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(port)" -U notejam "$1" -c "$2"
}
