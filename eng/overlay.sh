#!/usr/bin/env bash
# Writes a kustomization of one release: an overlay with these images, and a migration Job of its own. Prints its
# folder; beside it are FOLDER-migrate and FOLDER-run, with what is applied first and what is applied then.
#   kubectl apply -k "$(eng/overlay.sh production REGISTRY/notejam/web@sha256:... REGISTRY/notejam/backup@sha256:...)"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/images.sh

environment=${1:-} web=${2:-} backup=${3:-}
digest='@sha256:[0-9a-f]{64}$'
if [ ! -d "manifests/overlays/${environment:-none}" ] ||
  [[ $# != 3 || ! $web =~ /web$digest || ! $backup =~ /backup$digest ]]; then
  echo "Usage: eng/overlay.sh development|staging|production" \
    "REGISTRY/notejam/web@sha256:... REGISTRY/notejam/backup@sha256:...:" \
    "an image is named by its digest, which no tag can change." >&2
  exit 2
fi

settings=manifests/overlays/$environment/web.env
if ! grep -Eqx 'Site__PublicUrl=https://[a-z0-9.-]+/?' "$settings"; then
  given=$(grep '^Site__PublicUrl=' "$settings" || echo 'Site__PublicUrl is missing')
  echo "$settings: $given. It must be https:// and the name of a host, without a port or a path:" \
    "the load balancer serves that name on port 443." >&2
  exit 2
fi

# The base's ConfigMaps have the same name whatever is in them; with this a change of one is a roll-out all the same.
base() { sha256sum <"manifests/base/$1/kustomization.yaml" | cut -c1-12; }

hash=${web##*@sha256:} backup_hash=${backup##*@sha256:}
# Of this release and complete at once, so that whoever renders another meanwhile gets what was asked for.
folder=artifacts/overlay/$environment-${hash:0:12}-${backup_hash:0:12}
mkdir -p "$folder" "$folder-migrate" "$folder-run"
cat >"$folder/new.$$" <<END
resources:
  - ../../../manifests/overlays/$environment

images:
  - {name: notejam/web, newName: ${web%@*}, digest: ${web##*@}}
  - {name: notejam/migrations, newName: ${web%@*}, digest: ${web##*@}}
  - {name: notejam/backup, newName: ${backup%@*}, digest: ${backup##*@}}

patches:
  - target: {kind: Deployment, name: web}
    patch: |
      - {op: add, path: /spec/template/metadata/annotations/notejam~1base, value: "$(base web)"}
  - target: {kind: Deployment, name: backup}
    patch: |
      - {op: add, path: /spec/template/metadata/annotations/notejam~1base, value: "$(base backup)"}
  - target: {kind: Job, name: migrations}
    options: {allowNameChange: true}
    patch: |
      - op: replace
        path: /metadata/name
        value: $(migrations_of "$web")
END
mv "$folder/new.$$" "$folder/kustomization.yaml"
for part in migrate run; do
  cat >"$folder-$part/new.$$" <<END
resources:
  - ../${folder##*/}

components:
  - ../../../manifests/components/$part
END
  mv "$folder-$part/new.$$" "$folder-$part/kustomization.yaml"
done
echo "$PWD/$folder"
