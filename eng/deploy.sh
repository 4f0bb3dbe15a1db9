#!/usr/bin/env bash
# eng/deploy.sh ENVIRONMENT [--dry-run] WEB@DIGEST BACKUP@DIGEST
# Brings two images, named by digest as in artifacts/digest, to an environment: the migrations first, then the rest, and waits
# until it runs. Ends with 1 when it does not; eng/rollback.sh then goes back. --dry-run needs neither AWS nor a cluster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
. eng/lib/cluster.sh

need kubectl
environment=${1:-}
shift || true
images=()
for argument; do
  if [ "$argument" = --dry-run ]; then dry_run=yes; else images+=("$argument"); fi
done

release=$(eng/overlay.sh "$environment" "${images[@]}")
out=artifacts/deploy/$environment
mkdir -p "$out"
[ -n "$dry_run" ] || rm -f "$out/deployed.yaml"
kubectl kustomize "$release" >"$out/all.yaml"
# What the migrations need comes with them, before any pod of the new version.
documents '!Deployment' <"$out/all.yaml" >"$out/before.yaml"
documents '!Job' <"$out/all.yaml" >"$out/after.yaml"
migrations=$(documents Job <"$out/all.yaml" | names)

used=$(grep -Eo '\<image: .*' "$out/all.yaml" | sort -u)
if grep -qv '@sha256:[0-9a-f]\{64\}$' <<<"$used"; then
  say "$used"
  say "An image has no digest: it could be another one tomorrow."
  exit 1
fi
connect "$environment"
say "Deploying to $environment:"
say "$used"

act "${cluster[@]}" delete job "$migrations" --ignore-not-found
act "${cluster[@]}" apply -f "$out/before.yaml"
until [ -n "$dry_run" ]; do
  state=$("${cluster[@]}" get job "$migrations" -o jsonpath='{range .status.conditions[?(@.status=="True")]}{.type} {end}')
  case $state in
    *Complete*) break ;;
    *Failed*) "${cluster[@]}" logs "job/$migrations" >&2 || true; say "The migrations failed; no new version was started."; exit 1 ;;
  esac
  [ $SECONDS -lt 900 ] || { say "The migrations have not ended after a quarter of an hour."; exit 1; }
  sleep 2
done
roll_out "$out/after.yaml"
if [ -n "$dry_run" ]; then
  say "Nothing was changed. What would be applied is in $out."
else
  cp "$out/after.yaml" "$out/deployed.yaml"
  say "Deployed to $environment."
fi
