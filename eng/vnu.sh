#!/usr/bin/env bash
# vnu.sh FILE...: prints what the Nu Html Checker has against HTML files; nothing, if there is nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
have_java || install_packages default-jre-headless
# The renderer of Blazor closes void elements with a slash, which HTML allows and the checker only remarks on.
exec java -jar "$(eng/npm.sh vnu)/node_modules/vnu-jar/build/dist/vnu.jar" --stdout \
  --filterpattern 'Trailing slash on void elements.*' "$@"
