#!/usr/bin/env bash
# Makes artifacts/lambda/notejam-backup.zip for Lambda's runtime provided.al2023 on x86_64. The same commit in the same
# folder gives the same bytes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
no_arguments eng/package-lambda.sh "$@"

need_dotnet
command -v zip >/dev/null || install_packages zip

out=artifacts/lambda zip=artifacts/lambda/notejam-backup.zip
mkdir -p "$out"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# In folders of its own: a build for another runtime would spoil the development build's. What trims it is a package
# beside those that are locked.
if ! dotnet publish Notejam.Backup -c Release -r linux-x64 --self-contained -p:PublishProfile=Lambda \
  -p:RestoreLockedMode=false -p:NuGetLockFilePath=obj/lambda.lock.json \
  --artifacts-path "$out/build" -o "$out/publish" -v quiet >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  exit 1
fi

cp "$out/publish/Notejam.Backup" "$out/bootstrap"
chmod 755 "$out/bootstrap"
TZ=UTC touch -d 1980-01-01 "$out/bootstrap"
rm -f "$zip"
TZ=UTC zip -qXj "$zip" "$out/bootstrap"

size=$(stat -c %s "$zip")
printf '%s %d bytes\n' "$zip" "$size"
[ "$size" -le $((50 * 1024 * 1024)) ] || { say "$zip is over the 50 MB that Lambda takes."; exit 1; }
