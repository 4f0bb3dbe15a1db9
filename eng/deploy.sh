#!/usr/bin/env bash
# eng/deploy.sh ENVIRONMENT [--dry-run] WEB@DIGEST BACKUP@DIGEST
# Brings two images, named by digest as in artifacts/digest, to an environment: the migrations first, then the rest, and
# waits until it runs. Ends with 1 when it does not; eng/rollback.sh then goes back. --dry-run needs neither AWS nor a
# cluster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
. eng/lib/cluster.sh
. eng/lib/images.sh

need kubectl
environment=${1:-}
shift || true
released=()
for argument; do
  if [ "$argument" = --dry-run ]; then dry_run=yes; else released+=("$argument"); fi
done

release=$(eng/overlay.sh "$environment" "${released[@]}")
out=artifacts/deploy/$environment
mkdir -p "$out"
[ -n "$dry_run" ] || rm -f "$out/deployed.yaml"
kubectl kustomize "$release-migrate" >"$out/migrate.yaml"
kubectl kustomize "$release-run" >"$out/run.yaml"
migrations=$(migrations_of "${released[0]}")

used=$(grep -Eoh '\<image: .*' "$out/migrate.yaml" "$out/run.yaml" | sort -u)
if grep -qv '@sha256:[0-9a-f]\{64\}$' <<<"$used"; then
  say "$used"
  say "An image has no digest: it could be another one tomorrow."
  exit 1
fi
connect "$environment"
say "Deploying to $environment:"
say "$used"

act "${cluster[@]}" delete job "$migrations" --ignore-not-found
act "${cluster[@]}" apply -f "$out/migrate.yaml"
until [ -n "$dry_run" ]; do
  state=$("${cluster[@]}" get job "$migrations" \
    -o jsonpath='{range .status.conditions[?(@.status=="True")]}{.type} {end}')
  case $state in
    *Complete*) break ;;
    *Failed*)
      "${cluster[@]}" logs "job/$migrations" >&2 || true
      say "The migrations failed; no new version was started."
      exit 1
      ;;
  esac
  [ $SECONDS -lt 900 ] || { say "The migrations have not ended after a quarter of an hour."; exit 1; }
  sleep 2
done
roll_out "$out/run.yaml"
if [ -n "$dry_run" ]; then
  say "Nothing was changed. What would be applied is in $out."
else
  cp "$out/run.yaml" "$out/deployed.yaml"
  say "Deployed to $environment."
fi
