#!/usr/bin/env bash
# npm.sh NAME: installs what eng/npm/NAME locks into artifacts/npm/NAME, if it is not there, and prints that folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
have_npm || install_packages nodejs npm

locked=eng/npm/$1 folder=artifacts/npm/$1
if ! cmp -s "$locked/package-lock.json" "$folder/complete"; then
  mkdir -p "$folder"
  cp "$locked/package.json" "$locked/package-lock.json" "$folder"
  if ! npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund >"$folder/log" 2>&1 </dev/null; then
    cat "$folder/log" >&2
    exit 1
  fi
  cp "$folder/package-lock.json" "$folder/complete"
fi
echo "$folder"
