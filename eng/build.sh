#!/usr/bin/env bash
# Restores, builds with warnings as errors, asks the package feed's advisories about every package, direct or not, and
# lists the packages of each image in artifacts/sbom. The version of what is built is that of the commit: GET /version
# tells it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
no_arguments eng/build.sh "$@"

need_dotnet
dotnet build Notejam.sln -c Release -v quiet </dev/null

# The command succeeds whatever it finds, and prints one such sentence for each project that has some.
report=$(dotnet list Notejam.sln package --vulnerable --include-transitive </dev/null)
if grep -q 'has the following vulnerable packages' <<<"$report"; then
  printf '%s\n' "$report" >&2
  say "A package has a known vulnerability: take its mended version in Directory.Packages.props."
  exit 1
fi

eng/sbom.sh
