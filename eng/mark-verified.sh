#!/usr/bin/env bash
# eng/mark-verified.sh ENVIRONMENT
# Remembers in the cluster what eng/deploy.sh has just brought there, after eng/verify.sh has found it good: that is
# what eng/rollback.sh goes back to.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
. eng/lib/cluster.sh

connect "$@"
deployed=artifacts/deploy/$1/deployed.yaml
if [ ! -s "$deployed" ]; then
  say "Nothing has been deployed to $1 from here: run eng/deploy.sh and eng/verify.sh first."
  exit 1
fi
# On the server's side: a client would put a second copy into an annotation, and those have a limit. The Job is not in
# it: old migrations must not run again.
"${cluster[@]}" create configmap release --from-file=manifests.yaml="$deployed" --dry-run=client -o yaml |
  act "${cluster[@]}" apply --server-side --force-conflicts -f -
say "$1 goes back to this release when a later one fails."
