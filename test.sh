#!/usr/bin/env bash
# Builds with warnings as errors, runs every test, and ends with "N passed, N failed, N skipped".
# Usage: ./test.sh [--fast | --containers] [ARGUMENT...]
# --fast leaves out browsers, processes, backups and infrastructure: what is left is done in three minutes.
# --containers runs the same on PostgreSQL 17 in a container, where Docker is or DOCKER_HOST says.
# Other arguments go to the test runner, such as: ./test.sh --filter-class '*CreateNoteTests'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/lib/setup.sh
only_features=
case ${1:-} in
  -h | --help) show_usage test.sh "$1" ;;
  --fast | --containers)
    [ "$1" = --fast ] || export NOTEJAM_TEST_POSTGRES=container
    only_features=yes
    shift
    features=(Accounts Archive Completion Data Health History Http Layout Markdown Notes Pads Search Tags Trash)
    set -- --filter-namespace "${features[@]/#/Notejam.Tests.}" "$@"
    ;;
esac

known_variables
need_dotnet
missing=()
[ -n "${NOTEJAM_TEST_POSTGRES:-}" ] || have_postgres || missing+=(postgresql)
if [ -z "$only_features" ]; then
  have_headless_shell || missing+=(chromium-headless-shell)
  have_firefox || missing+=(firefox-esr)
  have_prometheus || missing+=(prometheus)
  have_alertmanager || missing+=(prometheus-alertmanager)
  command -v zip >/dev/null || missing+=(zip)
  have_haproxy || missing+=(haproxy)
  have_hey || missing+=(hey)
  have_shellcheck || missing+=(shellcheck)
  have_jq || missing+=(jq)
  have_npm || missing+=(nodejs npm)
  have_java || missing+=(default-jre-headless)
  have_fonts || missing+=(fontconfig fonts-lato fonts-urw-base35)
  # Images are only built by root; elsewhere their tests are skipped and say so.
  [ "$(id -u)" != 0 ] || have_podman || missing+=(podman crun debootstrap)
fi
[ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
[ -n "$only_features" ] || { eng/npm.sh vnu && eng/npm.sh commonmark; } >/dev/null

dotnet build Notejam.sln -c Release -v quiet </dev/null

# Programs that live for seconds: to watch what is hot costs a tenth, and so does memory that is writable or executable
# but never both.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test --solution Notejam.sln -c Release --no-build --no-progress "$@" </dev/null | tee "$log" || status=$?
count() { sed -n "s/^ *$1: *\([0-9]*\)$/\1/p" "$log" | tail -n 1; }
# A failed test prints all that the console said meanwhile: its name and message are told once more at the end.
awk '/^failed / { lines = 6 } lines-- > 0' "$log"
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
echo "${passed:-0} passed, ${failed:-1} failed, ${skipped:-0} skipped"
[ "$status" = 0 ] && [ "${failed:-1}" = 0 ] && [ "${passed:-0}" != 0 ]
