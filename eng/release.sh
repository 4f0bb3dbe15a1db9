#!/usr/bin/env bash
# Builds the images of this commit, pushes them to NOTEJAM_REGISTRY with the commit as their tag, lets the registry scan
# them, and writes what is released, by digest, to artifacts/digest: that and nothing else is deployed, everywhere.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
. eng/lib/cluster.sh
. eng/lib/images.sh

need aws docker
registry=${NOTEJAM_REGISTRY:?the registry is missing, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com}
commit=$(git rev-parse HEAD)
if [ -n "$(git status --porcelain)" ]; then
  say "There are changes that are in no commit: what is released must be named by one."
  exit 1
fi

use_job_token
aws ecr get-login-password | docker login --username AWS --password-stdin "$registry"

# ecr COMMAND IMAGE ID ARGUMENT...: about one image of the registry.
ecr() { aws ecr "$1" --repository-name "notejam/$2" "${@:3}"; }

mkdir -p artifacts
rm -f artifacts/digest
released=()
for image in "${images[@]}"; do
  name=$registry/notejam/$image
  # Tags never change: what an earlier attempt has pushed for this commit is what is released.
  if ! ecr describe-images "$image" --image-ids "imageTag=$commit" >/dev/null 2>&1; then
    # Without the attestation that makes an index of the image: the registry scans images only.
    act docker build --provenance=false --build-arg "VERSION=${commit:0:12}" --build-arg "REVISION=$commit" \
      --file "$(project_of "$image")/Dockerfile" --tag "$name:$commit" .
    act docker push "$name:$commit"
  fi
  digest=$(ecr describe-images "$image" --image-ids "imageTag=$commit" \
    --query 'imageDetails[0].imageDigest' --output text)

  aws ecr wait image-scan-complete --repository-name "notejam/$image" --image-id "imageDigest=$digest"
  # shellcheck disable=SC2016 # JMESPath's quotes
  critical=$(ecr describe-image-scan-findings "$image" --image-id "imageDigest=$digest" \
    --query 'imageScanFindings.findingSeverityCounts.CRITICAL || `0`' --output text)
  if [ "$critical" != 0 ]; then
    say "$name@$digest has $critical critical findings; aws ecr describe-image-scan-findings names them."
    exit 1
  fi
  released+=("$name@$digest")
done

printf '%s\n' "${released[@]}" | tee artifacts/digest
