# shellcheck shell=bash
# Sourced by the scripts: finds the .NET SDK, installs missing Debian packages, and says what is wrong with a command.

say() { printf '%s\n' "$*" >&2; }

# show_usage SCRIPT ARGUMENT: the comment at the script's head, for --help; for anything else that it does not know, an
# error.
show_usage() {
  case $2 in
    -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$1"; exit 0 ;;
    *) say "'$2' is not an option of $1."; sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$1" >&2; exit 2 ;;
  esac
}

# no_arguments SCRIPT "$@"
no_arguments() { [ $# = 1 ] || show_usage "$1" "$2"; }

# known_variables: what begins with NOTEJAM_ is meant for us, and must be in the list of the programs.
known_variables() {
  local name known=${BASH_SOURCE[0]%/*}/../../Notejam.ServiceDefaults/Settings.cs
  for name in "${!NOTEJAM_@}"; do
    grep -q "\"$name\"" "$known" ||
      { say "$name is not a setting. docs/configuration.md has them in a table."; exit 1; }
  done
}

need_dotnet() {
  local sdks; sdks=$(dotnet --list-sdks 2>/dev/null) || sdks=
  if [[ $'\n'$sdks != *$'\n'10.* ]]; then
    say "The .NET SDK 10 is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
    exit 1
  fi
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
}

have_postgres() {
  [ -n "${NOTEJAM_PG_BIN:-}" ] || { command -v initdb && command -v pg_ctl; } >/dev/null ||
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    compgen -G '/opt/homebrew/opt/postgresql*/bin/initdb' >/dev/null ||
    compgen -G '/usr/local/opt/postgresql*/bin/initdb' >/dev/null
}

have_chromium() { [ -n "${NOTEJAM_TEST_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; }
have_headless_shell() { [ -n "${NOTEJAM_TEST_CHROMIUM:-}" ] || [ -x /usr/bin/chromium-headless-shell ]; }

have_firefox() { [ -n "${NOTEJAM_TEST_FIREFOX:-}" ] || [ -x /usr/bin/firefox-esr ]; }

have_prometheus() { command -v prometheus && command -v promtool; } >/dev/null

have_alertmanager() { command -v prometheus-alertmanager && command -v amtool; } >/dev/null

have_haproxy() { PATH=$PATH:/usr/sbin command -v haproxy; } >/dev/null

have_hey() { command -v hey; } >/dev/null

have_shellcheck() { command -v shellcheck; } >/dev/null

have_npm() { command -v node && command -v npm; } >/dev/null

have_java() { command -v java; } >/dev/null

have_jq() { command -v jq; } >/dev/null

have_podman() {
  command -v podman && command -v crun && { command -v debootstrap || [ -x /usr/sbin/debootstrap ]; }
} >/dev/null

have_fonts() {
  local fonts; fonts=$(fc-list 2>/dev/null) || return 1
  [[ $fonts == *Lato* && $fonts == *P052* ]]
}

# install_packages PACKAGE...: on Debian and its relatives; elsewhere the reader is told what is missing.
install_packages() {
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  if ! command -v apt-get >/dev/null || { [ ${#sudo[@]} -gt 0 ] && ! command -v sudo >/dev/null; }; then
    say "Missing: $*. Install it with your system's package manager and run this again."
    exit 1
  fi
  say "Installing $* ..."
  local log; log=$(mktemp)
  local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  if ! { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    say "Installing $* failed; the whole log is $log."
    exit 1
  fi
  rm -f "$log"
}

# stop_postgres CLUSTER: where whoever started a private server there was killed, so that nobody else ends it. Its folder
# can go afterwards.
stop_postgres() {
  [ -f "$1/postmaster.pid" ] || return 0
  local pid; pid=$(head -n 1 "$1/postmaster.pid")
  kill -INT "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}
