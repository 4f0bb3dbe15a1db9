# shellcheck shell=bash
# Sourced by whoever builds, lists, releases or deploys images: which there are.

# Each is built by the Dockerfile of its project, and runs as the Deployment of its name.
# shellcheck disable=SC2034 # for whoever sources this
images=(web backup)

# project_of IMAGE: Notejam.Web of web
project_of() { echo "Notejam.${1^}"; }

# migrations_of WEB@DIGEST: the name of that image's migration Job. A Job cannot be changed, so each image has one of
# its own.
migrations_of() {
  local digest=${1##*@sha256:}
  echo "migrations-${digest:0:12}"
}
