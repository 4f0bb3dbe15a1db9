#!/usr/bin/env bash
# Usage: ./run.sh [--with-prometheus]
# Builds Notejam and runs it until Ctrl-C, with --with-prometheus beside a Prometheus. Settings come from the
# environment; docs/configuration.md has them in a table.
set -euo pipefail
# A relative folder is meant from where the person stands, not from where this goes.
[ -z "${NOTEJAM_DATA:-}" ] || NOTEJAM_DATA=$(realpath -m "$NOTEJAM_DATA")
cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/lib/setup.sh
. eng/lib/ports.sh
. eng/lib/prometheus.sh
. eng/lib/unprivileged.sh
prometheus=
for argument; do
  case $argument in
    --with-prometheus) prometheus=yes ;;
    *) show_usage run.sh "$argument" ;;
  esac
done

known_variables
need_dotnet
need_free_ports
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
[ -z "$prometheus" ] || prepare_prometheus
[ -n "${ConnectionStrings__notejam:-}" ] || have_postgres || install_packages postgresql
choose_user

say "Building ..."
log=$(mktemp)
# Readable for the user who runs it, whatever the umask is.
(umask 022 && exec dotnet publish Notejam.Web -c Release -o "$program" -v quiet) >"$log" 2>&1 </dev/null &
build=$!
trap 'kill "$build"; rm -f "$log"; exit 143' TERM
trap 'kill "$build"; rm -f "$log"; exit 130' INT
if ! wait "$build"; then
  cat "$log" >&2
  rm -f "$log"
  exit 1
fi
trap - TERM INT
rm -f "$log"

[ -z "$prometheus" ] || start_prometheus
cd "$program"
# Root's home is closed to the user who runs it; the build before has its packages there.
[ ${#as_user[@]} = 0 ] || export HOME=$NOTEJAM_DATA
exec ${as_user[@]+"${as_user[@]}"} dotnet Notejam.Web.dll
