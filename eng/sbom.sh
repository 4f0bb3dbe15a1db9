#!/usr/bin/env bash
# Lists every NuGet package in both images, in CycloneDX's format: artifacts/sbom/web.json and backup.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
. eng/lib/images.sh
no_arguments eng/sbom.sh "$@"

need_dotnet
dotnet tool restore >&2
for image in "${images[@]}"; do
  project=$(project_of "$image")
  dotnet tool run dotnet-CycloneDX "$project/$project.csproj" --output artifacts/sbom --filename "$image.json" \
    --output-format Json --set-name "notejam-$image" >&2
  echo "artifacts/sbom/$image.json"
done
