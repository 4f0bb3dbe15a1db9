#!/usr/bin/env bash
# Records what one instance does while four times as many people come and go again: a minute of 40 lists a second, two
# of 160, a minute of 40. Prints a line for each second: requests answered in it, and requests in flight at its end. The
# autoscaler's simulation is fed with it (Notejam.Tests/Operations/Autoscaling/step.csv).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
need_dotnet
have_postgres || install_packages postgresql
command -v hey >/dev/null || install_packages hey

work=$(mktemp -d)
chmod 755 "$work"
management=${MANAGEMENT_PORT:-5291} site=http://127.0.0.1:${PORT:-5290}
trap 'kill "$app" 2>/dev/null || true; wait "$app" 2>/dev/null || true; rm -rf "$work"' EXIT

dotnet publish Notejam.Web -c Release -r linux-x64 --no-self-contained -p:PublishReadyToRun=true \
  -o "$work/web" -v quiet </dev/null >&2
export NOTEJAM_DATA=$work/data ASPNETCORE_URLS=$site Management__Port=$management ASPNETCORE_ENVIRONMENT=Development
(cd "$work/web" && exec ./Notejam.Web) >"$work/log" 2>&1 & app=$!
until curl -fs -o /dev/null "http://127.0.0.1:$management/health"; do sleep 0.1; done

csrf() {
  curl -s -b "$work/jar" -c "$work/jar" "$site$1" |
    sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1
}
send() { curl -s -o /dev/null -b "$work/jar" -c "$work/jar" "$site$1" --data-urlencode "csrf=$(csrf "$1")" "${@:2}"; }
send /signup/ -d email=step@example.org -d password=tulip-kettle-roof -d confirm_password=tulip-kettle-roof
send /signin/ -d email=step@example.org -d password=tulip-kettle-roof
cookie=$(awk -v name="notejam-${site##*:}" '$6 == name { print $7 }' "$work/jar")
note=$(curl -s -b "$work/jar" "$site/notes/create/" | sed -n 's/.*name="id" value="\([^"]*\)".*/\1/p' | head -n 1)
text=$(printf 'text %.0s' {1..90})
for _ in $(seq 50); do
  send /notes/create/ -d "id=${note:0:28}$(printf '%08x' $RANDOM)" -d name=Note -d "text=$text"
done

load() { hey -z "${1}s" -c "$2" -q 10 -H "Cookie: notejam-${site##*:}=$cookie" "$site/" >>"$work/hey"; }
# Until everything is compiled for speed.
load 20 16
{ load 60 4; load 120 16; load 60 4; } & people=$!
# Only the list's: it is what people are sent to.
sample() {
  curl -s "http://127.0.0.1:$management/metrics" | awk '
    /^http_server_request_duration_seconds_count\{.*http_route="\/"/ { n += $NF }
    /^http_server_active_requests\{/ { a += $NF }
    END { print n + 0, a + 0 }'
}
echo "second,requests,in_flight"
read -r before _ < <(sample)
begin=$(date +%s%N)
for second in $(seq 240); do
  left=$((begin + second * 1000000000 - $(date +%s%N)))
  [ $left -le 0 ] || sleep "$(awk -v n=$left 'BEGIN { print n / 1e9 }')"
  read -r now in_flight < <(sample)
  echo "$second,$((now - before)),$in_flight"
  before=$now
done
wait "$people"
! grep -E '\[[45][0-9][0-9]\]' "$work/hey" >&2 || { say "the load met errors"; exit 1; }
