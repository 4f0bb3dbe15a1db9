#!/usr/bin/env bash
# eng/rollback.sh ENVIRONMENT
# Brings back the release that was last verified there, with its settings, and waits until it runs. Where that release
# still runs, nothing changes. The schema stays: every version runs on that of the next one too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
. eng/lib/cluster.sh
. eng/lib/images.sh

connect "$@"
release=$(mktemp)
trap 'rm -f "$release"' EXIT
"${cluster[@]}" get configmap release --ignore-not-found -o jsonpath='{.data.manifests\.yaml}' >"$release"
if [ ! -s "$release" ]; then
  say "No release of $1 has been verified yet: there is nothing to go back to."
  exit 1
fi
say "Going back in $1 to:"
grep -Eo 'image: .*' "$release" | sort -u >&2
roll_out "$release"
say "Back in $1."
