# shellcheck shell=bash
# Sourced by the scripts that talk to AWS or to a cluster: who they are there, and what --dry-run means.

dry_run=

# act COMMAND...: does it, or with --dry-run says it.
act() {
  if [ -n "$dry_run" ]; then
    printf 'would run: %s\n' "$*"
  else
    printf '+ %s\n' "$*" >&2
    "$@"
  fi
}

# need PROGRAM...: or says what is missing.
need() {
  local program
  for program; do
    command -v "$program" >/dev/null || { say "$program is missing. Install it and run this again."; exit 1; }
  done
}

# In the pipeline the job's own token stands for the role of its context (AWS_ROLE_ARN): there is no key to steal.
# Elsewhere it is whoever is signed in.
use_job_token() {
  [ -n "${CIRCLE_OIDC_TOKEN_V2:-}" ] || return 0
  : "${AWS_ROLE_ARN:?the context of this job must name a role}"
  AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp)
  export AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_SESSION_NAME=circleci-${CIRCLE_BUILD_NUM:-0}
  printf '%s' "$CIRCLE_OIDC_TOKEN_V2" >"$AWS_WEB_IDENTITY_TOKEN_FILE"
}

# connect ENVIRONMENT: "${cluster[@]}" is then kubectl for the namespace of that cluster, wherever the person's own
# kubectl looks.
connect() {
  [ $# = 1 ] || { say "Usage: eng/${0##*/} development|staging|production"; exit 2; }
  case $1 in
    development | staging | production) ;;
    *) say "'$1' is not an environment. There are development, staging and production."; exit 2 ;;
  esac
  [ -n "$dry_run" ] || need aws kubectl
  use_job_token
  act aws eks update-kubeconfig --name "notejam-$1" --alias "notejam-$1"
  cluster=(kubectl --context "notejam-$1" --namespace notejam)
}

# roll_out FILE: applies the manifests of a release and waits until its Deployments run with their new pods only.
# shellcheck disable=SC2154 # images.sh has them
roll_out() {
  local image
  act "${cluster[@]}" apply -f "$1"
  for image in "${images[@]}"; do
    act "${cluster[@]}" rollout status "deployment/$image" --timeout=600s
  done
}
