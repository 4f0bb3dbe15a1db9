#!/usr/bin/env bash
# podman with a storage of its own in artifacts/, also where there is no systemd: in a private mount namespace without
# the second hierarchy of control groups, which crun refuses beside the first, and without limits that only systemd may
# raise.
set -euo pipefail
folder=$(dirname "$(dirname "$(realpath "${BASH_SOURCE[0]}")")")/artifacts/podman
mkdir -p "$folder"
# Whole at once: another podman may read it.
settings() { cat >"$folder/$1.$$" && mv "$folder/$1.$$" "$folder/$1"; }
settings containers.conf <<'END'
[containers]
cgroups = "disabled"
default_ulimits = ["nofile=16384:16384", "nproc=16384:16384"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
END
settings storage.conf <<END
[storage]
driver = "overlay"
graphroot = "$folder/storage"
runroot = "$folder/run"
END
export CONTAINERS_CONF=$folder/containers.conf CONTAINERS_STORAGE_CONF=$folder/storage.conf
# shellcheck disable=SC2016 # for the inner shell
exec unshare -m --propagation private \
  sh -c 'umount /sys/fs/cgroup/unified 2>/dev/null || true; exec podman "$@"' podman "$@"
