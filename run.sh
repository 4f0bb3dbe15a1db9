#!/usr/bin/env bash
# Builds Notejam and runs it until Ctrl-C, with --with-prometheus beside a Prometheus. Settings come from the environment;
# the README has them in a table.
set -euo pipefail
# A relative folder is meant from where the person stands, not from where this goes.
[ -z "${NOTEJAM_DATA:-}" ] || NOTEJAM_DATA=$(realpath -m "$NOTEJAM_DATA")
cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/setup.sh
. eng/prometheus.sh
prometheus=
[ "${1:-}" != --with-prometheus ] || { prometheus=yes; shift; }

need_dotnet
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
[ -z "$prometheus" ] || prepare_prometheus
[ -n "${ConnectionStrings__notejam:-}" ] || have_postgres || install postgresql

say "Building ..."
log=$(mktemp)
if ! dotnet publish Notejam.Web -c Release -o artifacts/web -v quiet >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"

[ -z "$prometheus" ] || start_prometheus
cd artifacts/web
exec dotnet Notejam.Web.dll "$@"
