#!/usr/bin/env bash
# Scores the published application with Lighthouse, as a phone with a slow network sees it: the sign-in page, a list of
# 50 notes, a note and its editor. Prints Markdown; what it printed is kept in benchmarks/results/. Ends with 1 where a
# score is under 95.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
need_dotnet
missing=()
have_postgres || missing+=(postgresql)
have_chromium || missing+=(chromium)
have_jq || missing+=(jq)
[ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
npm=$PWD/$(eng/npm.sh lighthouse)
lighthouse=$npm/node_modules/lighthouse/cli/index.js

work=$(mktemp -d)
chmod 755 "$work"
site=http://127.0.0.1:${PORT:-5390} management=${MANAGEMENT_PORT:-5391} port=${CHROME_PORT:-5392}
app=
chrome=
stop() {
  [ -z "$chrome" ] || kill "$chrome" 2>/dev/null || true
  [ -z "$app" ] || { kill -INT "$app" && wait "$app"; } 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

dotnet publish Notejam.Web -c Release -r linux-x64 --no-self-contained -p:PublishReadyToRun=true \
  -o "$work/web" -v quiet </dev/null >&2
export NOTEJAM_DATA=$work/data ASPNETCORE_URLS=$site Management__Port=$management ASPNETCORE_ENVIRONMENT=Development
(cd "$work/web" && exec ./Notejam.Web) >"$work/log" 2>&1 &
app=$!
until curl -fs -o /dev/null "http://127.0.0.1:$management/health"; do sleep 0.2; done

jar=$work/jar
token() { curl -s -b "$jar" -c "$jar" "$site$1" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | tail -n 1; }
# send PATH FIELD=VALUE...: sends the form of a page.
send() {
  local path=$1 fields=() field
  shift
  for field in "$@"; do fields+=(--data-urlencode "$field"); done
  curl -s -o /dev/null -w '%{http_code}\n' -b "$jar" -c "$jar" "$site$path" \
    --data-urlencode "csrf=$(token "$path")" "${fields[@]}" | grep -q 303
}
send /signup/ email=mira@example.org password=tulip-kettle-roof confirm_password=tulip-kettle-roof
send /signin/ email=mira@example.org password=tulip-kettle-roof
line='Open with the restore, not with the backup. Nobody has ever thanked a backup.'
text=$(for _ in $(seq 20); do echo "$line"; echo; done)
for n in $(seq 50); do send /notes/create/ "name=Note $n" "text=$text"; done
"${NOTEJAM_TEST_CHROMIUM:-/usr/bin/chromium}" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage \
  --remote-debugging-port="$port" --user-data-dir="$work/chrome" about:blank >"$work/chrome.log" 2>&1 &
chrome=$!
until curl -fs -o /dev/null "http://127.0.0.1:$port/json/version"; do sleep 0.2; done
note=$(curl -s -b "$jar" "$site/" | grep -o '/notes/[0-9a-f-]\{36\}/' | head -n 1)

chromium=$("${NOTEJAM_TEST_CHROMIUM:-/usr/bin/chromium}" --version | cut -d' ' -f1,2)
echo "$(date -u +%F), $(nproc) shared cores, Lighthouse $(node "$lighthouse" --version), $chromium," \
  "its own simulation of a phone."
echo
echo "| page | performance | accessibility | best practices | SEO |"
echo "|---|---|---|---|---|"
low=0
for page in "sign-in /signin/" "list /" "note $note" "edit ${note}edit/"; do
  # The first page is a guest's; Lighthouse would forget the session before the others.
  [ "${page%% *}" = sign-in ] || (cd "$npm" && node "$OLDPWD/eng/npm/lighthouse/cookies.mjs" "$port" "$jar")
  node "$lighthouse" "$site${page#* }" --disable-storage-reset --quiet --output json --output-path "$work/report.json" \
    --only-categories performance,accessibility,best-practices,seo --port "$port" >&2 </dev/null
  [ "$(jq -r .finalDisplayedUrl "$work/report.json")" = "$site${page#* }" ] ||
    { say "${page#* } led elsewhere"; exit 1; }
  jq -r --arg page "${page%% *}" \
    '[.categories[] | .score * 100 | round | tostring] | "| \($page) | " + join(" | ") + " |"' "$work/report.json"
  jq -e '[.categories[].score] | min >= 0.95' "$work/report.json" >/dev/null || {
    low=1
    jq -r '.audits[]
      | select(.score != null and .score < 0.9 and .scoreDisplayMode != "informative")
      | "  \(.id): \(.displayValue // .title)"' "$work/report.json" >&2
  }
done
exit $low
