# shellcheck shell=bash
# Sourced by run.sh: a Prometheus beside the application, with the rules of manifests/monitoring.

prometheus_port=${NOTEJAM_PROMETHEUS_PORT:-9090}

# prepare_prometheus: installs it and looks for its port, before anything that takes long.
prepare_prometheus() {
  have_prometheus || install_packages prometheus
  if listens "$prometheus_port"; then
    say "Port $prometheus_port is taken, maybe by another Prometheus." \
      "Choose one: NOTEJAM_PROMETHEUS_PORT=9095 ./run.sh --with-prometheus"
    exit 1
  fi
}

target() { echo "- {targets: ['$2'], labels: {job: $1}}"; }

# start_prometheus: starts it, to end with this process, whatever this process becomes and however that ends.
start_prometheus() {
  local folder=$PWD/artifacts/prometheus-$prometheus_port host
  # The management port is on the interface of the first address.
  read -r host _ < <(addresses)
  [[ $host != *:* ]] || host="[$host]"
  mkdir -p "$folder"
  cp -r manifests/monitoring/rules manifests/monitoring/laptop.yml "$folder/"
  {
    target web "$host:${Management__Port:-8081}"
    # A backup worker is only scraped if there is one: a target that is always down hides those that matter.
    ! listens 8082 || target backup 127.0.0.1:8082
    target prometheus "127.0.0.1:$prometheus_port"
  } >"$folder/targets.yml"
  (
    prometheus --config.file="$folder/laptop.yml" --storage.tsdb.path="$folder/data" \
      --web.listen-address="127.0.0.1:$prometheus_port" >"$folder/log" 2>&1 &
    while kill -0 $$ && kill -0 $!; do sleep 0.5; done 2>/dev/null
    kill $! 2>/dev/null
  ) &
  until listens "$prometheus_port"; do
    if ! kill -0 $! 2>/dev/null; then
      tail -n 5 "$folder/log" >&2
      say "Prometheus did not start; the whole log is $folder/log."
      exit 1
    fi
    sleep 0.1
  done
  say "Prometheus is at http://127.0.0.1:$prometheus_port"
}
