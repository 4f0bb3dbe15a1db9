#!/usr/bin/env bash
# Writes a kustomization of one release: an overlay with these images, and a migration Job of its own. Prints its folder.
#   kubectl apply -k "$(eng/overlay.sh production REGISTRY/notejam/web@sha256:... REGISTRY/notejam/backup@sha256:...)"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

environment=${1:-} web=${2:-} backup=${3:-}
digest='@sha256:[0-9a-f]{64}$'
if [ ! -d "manifests/overlays/${environment:-none}" ] || [[ $# != 3 || ! $web =~ /web$digest || ! $backup =~ /backup$digest ]]; then
  echo "Usage: eng/overlay.sh development|staging|production REGISTRY/notejam/web@sha256:... REGISTRY/notejam/backup@sha256:...: an image is named by its digest, which no tag can change." >&2
  exit 2
fi

hash=${web##*@sha256:} backup_hash=${backup##*@sha256:}
# Of this release and complete at once, so that whoever renders another meanwhile gets what was asked for.
folder=artifacts/overlay/$environment-${hash:0:12}-${backup_hash:0:12}
mkdir -p "$folder"
cat >"$folder/new.$$" <<END
resources:
  - ../../../manifests/overlays/$environment

images:
  - {name: notejam/web, newName: ${web%@*}, digest: ${web##*@}}
  - {name: notejam/migrations, newName: ${web%@*}, digest: ${web##*@}}
  - {name: notejam/backup, newName: ${backup%@*}, digest: ${backup##*@}}

patches:
  - target: {kind: Job, name: migrations}
    options: {allowNameChange: true}
    patch: |
      - op: replace
        path: /metadata/name
        value: migrations-${hash:0:12}
END
mv "$folder/new.$$" "$folder/kustomization.yaml"
echo "$PWD/$folder"
