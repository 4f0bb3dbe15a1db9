#!/usr/bin/env bash
# Builds the backup program and runs one of its commands, such as: ./backup.sh backup, ./backup.sh restore, ./backup.sh
# --help
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
. "$here/eng/lib/setup.sh"

known_variables
need_dotnet
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
have_postgres || install_packages postgresql

log=$(mktemp)
if ! dotnet publish "$here/Notejam.Backup" -c Release -o "$here/artifacts/backup" -v quiet >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"

# From where the person stands: a relative --output is meant from there.
exec dotnet "$here/artifacts/backup/Notejam.Backup.dll" "$@"
