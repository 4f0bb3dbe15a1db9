#!/usr/bin/env bash
# Lists every NuGet package in both images, in CycloneDX's format: artifacts/sbom/web.json and backup.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
no_arguments eng/sbom.sh "$@"

need_dotnet
dotnet tool restore >&2
for project in Notejam.Web Notejam.Backup; do
  name=${project#Notejam.}
  dotnet tool run dotnet-CycloneDX "$project/$project.csproj" --output artifacts/sbom --filename "${name,,}.json" --output-format Json --set-name "notejam-${name,,}" >&2
  echo "artifacts/sbom/${name,,}.json"
done
