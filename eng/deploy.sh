#!/usr/bin/env bash
# eng/deploy.sh ENVIRONMENT [--dry-run] IMAGE@DIGEST...
# Brings the images, named by digest as in artifacts/digest, to an environment: the migrations first, then the rest, and waits
# until it runs. Ends with 1 when it does not; eng/rollback.sh then goes back. --dry-run needs neither AWS nor a cluster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/setup.sh
. eng/cluster.sh

environment=${1:?the environment is missing}
shift
images=()
for argument; do
  case $argument in
    --dry-run) dry_run=yes ;;
    */notejam/*@sha256:*) images+=("$argument") ;;
    *) say "'$argument' is not an image by digest, such as REGISTRY/notejam/web@sha256:..."; exit 2 ;;
  esac
done
[ ${#images[@]} -gt 0 ] || { say "Which images? eng/release.sh writes them into artifacts/digest."; exit 2; }
connect "$environment"

# The overlay, with the images by digest. The migrations are the web image's, and a Job cannot be changed: each has its own.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R manifests "$work/"
mkdir "$work/manifests/release"
{
  printf 'resources: [../overlays/%s]\nimages:\n' "$environment"
  for image in "${images[@]}"; do
    name=${image##*/notejam/} name=${name%@*} digest=${image#*@}
    [ "$name" != web ] || migrations=migrations-${digest:7:12}
    for used in $([ "$name" = web ] && echo web migrations || echo "$name"); do
      printf '  - {name: notejam/%s, newName: %s, digest: "%s"}\n' "$used" "${image%@*}" "$digest"
    done
  done
  printf 'patches:\n  - target: {kind: Job, name: migrations}\n    options: {allowNameChange: true}\n'
  printf '    patch: |\n      - {op: replace, path: /metadata/name, value: %s}\n' "${migrations:?the web image is missing}"
} >"$work/manifests/release/kustomization.yaml"
# What deploys may change what is in the namespace, and not the namespace. What the Job needs comes with it, before any pod of
# the new version.
out=artifacts/deploy/$environment
mkdir -p "$out"
kubectl kustomize "$work/manifests/release" | documents '!Namespace' >"$work/all.yaml"
documents '!Deployment' <"$work/all.yaml" >"$out/before.yaml"
documents '!Job' <"$work/all.yaml" >"$out/after.yaml"

used=$(grep -Eo '\<image: .*' "$work/all.yaml" | sort -u)
if grep -qv '@sha256:[0-9a-f]\{64\}$' <<<"$used"; then
  say "$used"
  say "An image has no digest: it could be another one tomorrow."
  exit 1
fi
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
if [ -n "$dry_run" ]; then say "Nothing was changed. What would be applied is in $out."; else say "Deployed to $environment."; fi
