#!/usr/bin/env bash
# Stands for aws, docker or kubectl, whatever it is called as: writes every call to $STUBS/calls, keeps what is applied,
# and answers what the scripts ask for. kubectl kustomize is the real one.
set -euo pipefail
program=$(basename "$0") all=" $* "
[ "$program $1" != 'kubectl kustomize' ] || PATH=${PATH#*:} exec kubectl "$@"
printf '%s\n' "$program $*" >>"$STUBS/calls"
context=$(sed -n 's/.*--context \([^ ]*\).*/\1/p' <<<"$all")

# after OPTION: the argument behind it.
after() { sed -n "s/.* $1[ =]\([^ ]*\).*/\1/p" <<<"$all"; }

case "$program$all" in
  aws*' get-login-password '*) echo secret ;;
  aws*' describe-image-scan-findings '*) echo "${CRITICAL:-0}" ;;
  aws*' describe-images '*) image=$(after --repository-name):$(after imageTag)
    [ -e "$STUBS/${image##*/}" ] || exit 254
    printf 'sha256:%s\n' "$(sha256sum <<<"$image" | cut -c1-64)" ;;
  aws*' update-kubeconfig '*)
    token=$(cat "$AWS_WEB_IDENTITY_TOKEN_FILE")
    printf '%s as %s with %s\n' "$(after --name)" "$AWS_ROLE_ARN" "$token" >>"$STUBS/identities" ;;
  docker*' login '*) cat >/dev/null ;;
  docker*' push '*) touch "$STUBS/${2##*/}" ;;
  kubectl*' get job '*) echo "${JOB:-Complete}" ;;
  kubectl*' get configmap release '*) cat "$STUBS/$context.release" 2>/dev/null || true ;;
  kubectl*' create configmap release '*)
    file=$(sed -n 's/.*--from-file=manifests.yaml=\([^ ]*\).*/\1/p' <<<"$all")
    cp "$file" "$STUBS/$context.release" ;;
  kubectl*' port-forward '*) echo "Forwarding from 127.0.0.1:$PROMETHEUS_PORT -> 9090"; exec sleep 60 ;;
  kubectl*' apply '*) cat "$(after -f | sed 's|^-$|/dev/stdin|')" >>"$STUBS/$context.applied" ;;
  kubectl*' rollout status '*)
    [ "${ROLLOUT:-}" != "$context" ] || [ -e "$STUBS/stuck" ] || { touch "$STUBS/stuck"; exit 1; } ;;
esac
