# shellcheck shell=bash
# Sourced by run.sh: who runs the application where root starts it. Nothing that it does needs root.

# choose_user: "${as_user[@]}" is then what to put before a command, and $program where to publish to. It is the user
# who also runs the private server (Notejam.ServiceDefaults/PrivatePostgres/ServerUser.cs).
choose_user() {
  local name user='' folder
  program=$PWD/artifacts/web as_user=()
  [ "$(id -u)" = 0 ] || return 0
  for name in postgres nobody; do
    [ -n "$user" ] || ! id -u "$name" >/dev/null 2>&1 || user=$name
  done
  [ -n "$user" ] || return 0
  as_user=(setpriv "--reuid=$(id -u "$user")" "--regid=$(id -g "$user")" --clear-groups --)
  if ! "${as_user[@]}" dotnet --list-runtimes >/dev/null 2>&1; then
    say "The user $user cannot run $(command -v dotnet), so Notejam runs as root." \
      "Install .NET where everybody may read it, such as /usr/share/dotnet."
    as_user=()
    return 0
  fi

  export NOTEJAM_DATA=${NOTEJAM_DATA:-/var/lib/notejam}
  # A clone in root's home cannot be read by others, and must not be.
  # shellcheck disable=SC2034 # for whoever sources this
  program=$NOTEJAM_DATA/program
  (umask 066 && mkdir -p "$NOTEJAM_DATA")
  if ! "${as_user[@]}" test -x "$NOTEJAM_DATA"; then
    say "The user $user, who runs Notejam, may not enter $NOTEJAM_DATA:" \
      "chmod a+x $NOTEJAM_DATA and what is above it, or set NOTEJAM_DATA to another folder."
    exit 1
  fi
  for folder in postgres mail; do
    (umask 077 && mkdir -p "$NOTEJAM_DATA/$folder")
    chown -R "$user:" "$NOTEJAM_DATA/$folder"
  done
}
