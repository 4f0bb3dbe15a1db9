#!/usr/bin/env bash
# Breaks code in small ways, one at a time, and lists the ways that no test notices (mutation testing, by Stryker).
# Usage: eng/mutate.sh CODE... -- TESTS...
#   eng/mutate.sh Notejam.Web/Notes -- Notes Pads
#   eng/mutate.sh Notejam.Web/Accounts/Sign{In,Up}.cs -- Accounts/Sign*.cs
# CODE are folders or files of one project, TESTS are of Notejam.Tests; what is not named is not run. A mutant takes some
# seconds, a folder an hour. It works in a copy of what is committed, and writes the score and the mutants that survived
# into artifacts/mutation. Each test is run in a process of its own first, to see what it covers: NOTEJAM_TEST_POSTGRES,
# a server that is there already, saves the time that it takes to start one.
# What a static field holds was made before it could be broken: those survive, whatever the tests say.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
[[ " $* " = *" -- "?* && ${1:-} != -* ]] || show_usage eng/mutate.sh "${1:---help}"
known_variables
need_dotnet

project=${1%%/*} out=$PWD/artifacts/mutation
mutate=()
while [ "$1" != -- ]; do
  [ -e "$1" ] || { say "There is no $1."; exit 1; }
  path=${1#"$project"/}
  [ -f "$1" ] || path="${path%/}/**/*.cs"
  mutate+=(--mutate "$path")
  shift
done
shift
keep=()
for tests; do keep+=(-not -path "./$tests" -not -path "./${tests%/}/*"); done

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone --quiet . "$copy"
cd "$copy/Notejam.Tests"
# Stryker runs all tests that there are.
find . -name '*Tests.cs' "${keep[@]}" -delete
rm Hosting/LongestFirst.cs

dotnet tool restore >&2
dotnet stryker --test-runner mtp --project "$project.csproj" "${mutate[@]}" --concurrency 1 --reporter cleartext \
  --reporter json --reporter html --output "$out" --skip-version-check </dev/null
