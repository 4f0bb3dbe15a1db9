#!/usr/bin/env bash
# Builds the images with podman, as notejam/web and notejam/backup: eng/build-images.sh [VERSION]. With Docker:
#   docker build -f Notejam.Web/Dockerfile -t notejam/web .
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/images.sh
for image in "${images[@]}"; do
  eng/podman.sh build --isolation chroot --network host --pull=never -v /etc/ssl/certs:/etc/ssl/certs:ro \
    --build-arg "VERSION=${1:-0}" --build-arg "REVISION=$(git rev-parse HEAD)" \
    -f "$(project_of "$image")/Dockerfile" -t "notejam/$image" .
done
eng/podman.sh images --filter label=org.opencontainers.image.licenses=MIT --format '{{.Repository}}:{{.Tag}}  {{.Size}}'
