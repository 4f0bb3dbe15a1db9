#!/usr/bin/env bash
# What can be done with infrastructure/ without an AWS account:
#   check                format, validity, and the tests on mocks, for every environment
#   plan ENVIRONMENT     a plan with made-up credentials, as JSON in artifacts/infrastructure; a second word moves
#                        the environment to that region, and the copy of the backups to the usual one
#   apply-local          production on an AWS emulator: apply, read back, plan again, destroy
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/lib/setup.sh

environments=(development staging production)
out=$PWD/artifacts/infrastructure
work=$(mktemp -d)
emulator=
finish() {
  [ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# A setting that names a missing file makes every command complain.
[ -e "${TF_CLI_CONFIG_FILE:-/}" ] || unset TF_CLI_CONFIG_FILE
export TF_CLI_ARGS=-no-color TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1 AWS_EC2_METADATA_DISABLED=true
export AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none

# A folder that holds the provider, if this machine has one; else it is downloaded.
plugins() {
  local found
  for found in {/opt,/usr/share,/usr/local/share,~/.terraform.d}/*/*/hashicorp/aws/5.100.0; do
    [ ! -d "$found" ] || { echo "-plugin-dir=${found%/*/hashicorp/aws/*}"; return; }
  done
}

tf() { terraform -chdir="$work/infrastructure/terraform" "$@"; }

# A copy, so that no state, no override and no placeholder is ever left beside the sources.
prepare() {
  mkdir -p "$out" "$work/artifacts/lambda"
  cp -R infrastructure "$work/"
  local account=infrastructure/terraform/environments/account.tfvars
  cp "$account.example" "$work/$account"
  # An empty zip: what the functions do is tested elsewhere, and nothing here runs them.
  { printf 'PK\005\006'; head -c 18 /dev/zero; } >"$work/artifacts/lambda/notejam-backup.zip"
  local from; from=$(plugins)
  # shellcheck disable=SC2086 # no option, or one
  tf init -input=false $from >"$work/init.log" || { cat "$work/init.log" >&2; exit 1; }
}

files() { printf -- '-var-file=environments/%s.tfvars\n-var-file=environments/account.tfvars\n' "$1"; }

# An override that tests/ holds for a command.
override() { cp "$work/infrastructure/terraform/tests/$1_override.tf" "$work/infrastructure/terraform/"; }

check() {
  terraform fmt -check -recursive infrastructure/terraform
  prepare
  tf validate
  local environment vars
  for environment in "${environments[@]}"; do
    mapfile -t vars < <(files "$environment")
    say "$environment:"
    tf test "${vars[@]}" -filter=tests/{foundation,backups,operations}.tftest.hcl
  done
  tf test "${vars[@]}" -filter=tests/refusals.tftest.hcl
}

plan() {
  local name=$1${2:+-$2} vars; mapfile -t vars < <(files "$1")
  [ -z "${2:-}" ] || vars+=(-var "region=$2" -var replica_region=eu-central-1)
  prepare
  override offline
  if ! tf plan -input=false -lock=false -out=plan "${vars[@]}" >"$out/$name.txt" 2>&1; then
    cat "$out/$name.txt" >&2
    exit 1
  fi
  tf show -json plan >"$out/$name.json"
  grep '^Plan:' "$out/$name.txt"
}

apply_local() {
  local vars; mapfile -t vars < <(files production)
  prepare
  override emulator
  start_emulator
  say "Applying to the emulator; the database and the lifecycles take two minutes ..."
  tf apply -input=false -auto-approve "${vars[@]}" | tee "$out/apply.txt" | grep -E '^Apply complete|Error'
  read_back
  if ! tf plan -input=false -detailed-exitcode "${vars[@]}" >"$out/second-plan.txt"; then
    cat "$out/second-plan.txt"
    exit 1
  fi
  grep '^No changes' "$out/second-plan.txt"
  tf apply -input=false -auto-approve "${vars[@]}" -var deletion_protection=false | grep -E '^Apply complete|Error'
  tf destroy -input=false -auto-approve "${vars[@]}" -var deletion_protection=false | grep -E '^Destroy complete|Error'
}

start_emulator() {
  local port=$((20000 + $$ % 20000))
  MOTO_IAM_LOAD_MANAGED_POLICIES=true moto_server -H 127.0.0.1 -p "$port" >"$out/emulator.log" 2>&1 </dev/null &
  emulator=$!
  export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_DEFAULT_REGION=eu-central-1
  local waited
  for ((waited = 0; waited < 60; waited++)); do
    ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 0
    kill -0 "$emulator" 2>/dev/null || break
    sleep 0.5
  done
  cat "$out/emulator.log" >&2
  exit 1
}

# What the API answers now, for whoever wants to compare it with what was meant.
read_back() {
  local bucket name=notejam-production
  bucket=$(tf output -raw backup_store) && bucket=${bucket#s3://} && bucket=${bucket%/dumps}
  tf output -raw cluster_config >"$out/cluster.yaml"
  aws s3api get-bucket-lifecycle-configuration --bucket "$bucket" >"$out/lifecycle.json"
  aws s3api get-bucket-policy --bucket "$bucket" --query Policy --output text >"$out/bucket-policy.json"
  aws s3api get-public-access-block --bucket "$bucket" >"$out/public-access.json"
  aws s3api get-bucket-encryption --bucket "$bucket" >"$out/encryption.json"
  aws events describe-rule --name "$name-export" --query EventPattern --output text >"$out/pattern.json"
  aws lambda get-function-configuration --function-name "$name-reconcile" >"$out/function.json"
  aws rds describe-db-instances --db-instance-identifier "$name" >"$out/database.json"
  aws rds describe-db-parameters --db-parameter-group-name "$name-postgres17" >"$out/parameters.json"
}

case "${1:-}" in
  check) check ;;
  plan) plan "${2:?the environment is missing}" "${3:-}" ;;
  apply-local) apply_local ;;
  *) say "Usage: eng/infrastructure.sh check | plan ENVIRONMENT [REGION] | apply-local"; exit 2 ;;
esac
