#!/usr/bin/env bash
# eng/verify.sh URL [VERSION [PROMETHEUS]]
# Uses a running Notejam as a person does, and says what works: sign up, sign in, write, edit and delete a note, sign
# out. With VERSION (a commit) also that it is what answers; with PROMETHEUS (an address, or an environment whose own is
# asked through the cluster) also the share of failed requests of the last five minutes. Ends with 1 at the first thing
# that is wrong. Leaves an account without notes behind, of verify+TIME@notejam.invalid: accounts cannot be deleted yet,
# and signing up is the first thing that a newcomer needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh
. eng/lib/cluster.sh

url=${1:?the address is missing, such as https://notes.example.org} version=${2:-} prometheus=${3:-}
url=${url%/}
# As many failures as the alert that wakes somebody: manifests/monitoring/rules/alerts.yml.
limit=0.0144
now=$(date -u +%Y%m%dt%H%M%S)
password=$(od -An -N 16 -t x1 /dev/urandom | tr -d ' \n')
address=verify+$now-$RANDOM@notejam.invalid
work=$(mktemp -d) forward=
trap '[ -z "$forward" ] || kill "$forward" 2>/dev/null || true; rm -rf "$work"' EXIT
touch "$work/page"

ok() { printf 'ok      %s\n' "$*"; }
fail() { printf 'FAILED  %s\n' "$*"; exit 1; }

# ask PATH [FIELD=VALUE...]: gets a page, or sends a form with the token of the page before. Sets $answer to status and
# target.
ask() {
  local path=$1 form=() field
  shift
  for field; do form+=(--data-urlencode "$field"); done
  [ $# = 0 ] || form+=(--data-urlencode "csrf=$(hidden csrf)")
  answer=$(curl -sS --max-time 10 -b "$work/cookies" -c "$work/cookies" -o "$work/page" \
    -w '%{http_code} %{redirect_url}' "$url$path" "${form[@]}" 2>"$work/error") || answer=$(<"$work/error")
  answer=${answer% }
}
hidden() { sed -n "/name=\"$1\" value=\"/ { s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p; q }" "$work/page"; }

# expect WHAT ANSWER [TEXT]: what the last request must have led to, and what its page must say.
expect() {
  [ "$answer" = "$2" ] || fail "$1: expected $2, got ${answer:-nothing}"
  [ -z "${3:-}" ] || grep -qF -- "$3" "$work/page" || fail "$1: the page does not say '$3'"
}

if [ -n "$version" ]; then
  # Instances that leave still answer for up to 15 seconds; ten answers in a row are not theirs.
  for ((row = 0; row < 10;)); do
    ask /version
    case $answer$'\n'$(<"$work/page") in
      200$'\n'*"+$version" | 200$'\n'"$version") row=$((row + 1)) ;;
      *)
        row=0
        [ "$SECONDS" -lt 20 ] || fail "version: expected $version, got $answer $(head -n 1 "$work/page")"
        sleep 1
        ;;
    esac
  done
  ok "version $version answers"
fi

ask /signup/
expect 'sign-up page' 200
ask /signup/ "email=$address" "password=$password" "confirm_password=$password"
expect 'sign up' "303 $url/signin/"
ok "sign up as $address"

ask /signin/
ask /signin/ "email=$address" "password=$password"
expect 'sign in' "303 $url/"
ask /
expect 'first list' 200 'All notes (0)'
ok 'sign in'

ask /notes/create/
note=$(hidden id)
ask /notes/create/ "id=$note" "name=Verified $now" 'text=As it was written' pad=
expect 'create a note' "303 $url/"
ask "/notes/$note/"
expect 'read the note' 200 'As it was written'
ok 'create a note and read it'

ask "/notes/$note/edit/"
ask "/notes/$note/edit/" "id=$note" "name=Verified $now" 'text=As it was edited' pad=
expect 'edit the note' "303 $url/"
ask "/notes/$note/"
expect 'read the edited note' 200 'As it was edited'
ok 'edit it'

ask "/notes/$note/"
ask "/notes/$note/trash/" confirm=yes
expect 'delete the note' "303 $url/"
ask /
expect 'list without the note' 200 'All notes (0)'
ask /trash/
expect 'the trash with the note' 200 'Trash <span class="count">(1)'
ask "/trash/notes/$note/delete/"
ask "/trash/notes/$note/delete/" "receipt=$(hidden receipt)"
expect 'delete the note for good' "303 $url/trash/"
ask /trash/
expect 'the trash without the note' 200 'Trash <span class="count">(0)'
ok 'delete it'

ask /signout/ leave=yes
expect 'sign out' "303 $url/signin/"
ask /
expect 'signed out' "302 $url/signin/"
ok 'sign out'

[ -n "$prometheus" ] || exit 0
have_jq || install_packages jq
case $prometheus in
  http://* | https://*) ;;
  *)
    # By the kubelet, as no network policy lets anybody in.
    connect "$prometheus"
    "${cluster[@]}" --namespace monitoring port-forward service/prometheus :9090 >"$work/forward" 2>&1 &
    forward=$!
    until port=$(sed -n 's/^Forwarding from 127\.0\.0\.1:\([0-9]*\) .*/\1/p' "$work/forward") && [ -n "$port" ]; do
      kill -0 "$forward" 2>/dev/null || fail "errors: $(<"$work/forward")"
      sleep 0.2
    done
    prometheus=http://127.0.0.1:$port
    ;;
esac
query() { curl -sS --max-time 10 -G "${prometheus%/}/api/v1/query" --data-urlencode "query=$1"; }
failures='job:slo_errors:ratio_rate5m{job="web"}'
if [ -n "$version" ]; then
  # Of the instances of this version: those that leave would hide what it fails.
  instances="and on (instance) target_info{job=\"web\",service_version=~\"(.*[+])?$version\"}"
  requests='rate(http_server_request_duration_seconds_count{job="web"'
  failed="sum($requests,http_response_status_code=~\"5..\"}[5m]) $instances)"
  failures="($failed or vector(0)) / (sum($requests}[5m]) $instances) > 0)"
fi
# Where nobody else asks for anything there is no share until two scrapes have seen somebody ask: somebody is this.
until share=$(query "$failures" 2>"$work/error" | jq -er '.data.result[0].value[1]' 2>>"$work/error"); do
  if [ "$SECONDS" -ge 180 ]; then
    fail "errors: Prometheus knows of no requests to this version in the last five minutes. $(<"$work/error")"
  fi
  ask /signin/
  sleep 1
done
jq -en "$share <= $limit" >/dev/null ||
  fail "errors: $share of the requests of the last five minutes failed; at most $limit may"
ok "errors: $share of the requests of the last five minutes"
