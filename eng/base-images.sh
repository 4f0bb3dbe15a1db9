#!/usr/bin/env bash
# Makes stand-ins for the images that our Dockerfiles and tests begin from, out of Debian packages and this machine's
# .NET, for machines that reach no registry: under the same names, so that whoever uses them is unchanged. The one
# without a shell has none here either.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
debian=artifacts/podman/debian
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")

# The stage of the file below that stands for each.
declare -A stages=(
  [mcr.microsoft.com/dotnet/aspnet:10.0]=aspnet
  [mcr.microsoft.com/dotnet/sdk:10.0]=sdk
  [mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra]=chiseled
  [docker.io/library/postgres:17]=postgres
)

have() { eng/podman.sh image exists "$1"; }
missing=()
for image in "${!stages[@]}"; do
  have "$image" || missing+=("$image")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! have localhost/debian; then
  rm -rf "$debian"
  mkdir -p artifacts/podman
  debootstrap --variant=minbase --include=ca-certificates,libicu76,tzdata trixie "$debian"
  # debootstrap mounts it, and cannot always let go of it again: somebody may be looking at it.
  ! mountpoint -q "$debian/proc" || umount --lazy "$debian/proc"
  tar -C "$debian" --one-file-system -c . | eng/podman.sh import - localhost/debian
  rm -rf "$debian"
fi

dockerfile=$(cat <<'END'
FROM localhost/debian AS aspnet
COPY dotnet /usr/share/dotnet/dotnet
COPY host /usr/share/dotnet/host
COPY shared /usr/share/dotnet/shared
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet && groupadd -g 1654 app && useradd -u 1654 -g 1654 -m app
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true APP_UID=1654

FROM aspnet AS sdk
COPY . /usr/share/dotnet
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# The files of the packages that .NET needs, and no program.
FROM aspnet AS files
RUN mkdir -p /root/files && cd /root/files \
 && mkdir -p usr/lib usr/lib64 usr/bin tmp etc home/app && chmod 1777 tmp \
 && ln -s usr/lib lib && ln -s usr/lib64 lib64 \
 && dpkg -L libc6 libgcc-s1 libstdc++6 libssl3t64 libzstd1 zlib1g libicu76 tzdata ca-certificates \
  | sort -u | grep -v -e /bin/ -e /sbin/ -e /doc/ -e /man/ >/tmp/list \
 && tar -C / --no-recursion --keep-directory-symlink -c -T /tmp/list 2>/dev/null | tar --keep-directory-symlink -x \
 && cp -a /etc/passwd /etc/group /etc/ssl etc/ && cp -a /usr/share/dotnet usr/share/ \
 && ln -s /usr/share/dotnet/dotnet usr/bin/dotnet

FROM scratch AS chiseled
COPY --from=files /root/files /
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true APP_UID=1654
USER 1654

# Like the official one it takes settings of the server, and the superuser's name and password from the environment.
FROM localhost/debian AS postgres
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-17 && rm -rf /var/lib/apt/lists/* \
 && install -d -o postgres /var/run/postgresql /var/lib/postgresql/data
ENV PATH=/usr/lib/postgresql/17/bin:$PATH PGDATA=/var/lib/postgresql/data LANG=C.UTF-8
USER postgres
RUN printf '%s\n' '#!/bin/bash' 'set -e' \
 'initdb --username="$POSTGRES_USER" --auth=scram-sha-256 --pwfile=<(echo "$POSTGRES_PASSWORD")' \
 'echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"' \
 'exec postgres -c listen_addresses="*" "$@"' >/var/lib/postgresql/entrypoint \
 && chmod 755 /var/lib/postgresql/entrypoint
ENTRYPOINT ["/var/lib/postgresql/entrypoint"]
END
)
for image in "${missing[@]}"; do
  eng/podman.sh build --isolation chroot --network host --pull=never -f - --target "${stages[$image]}" \
    -t "$image" "$dotnet" <<<"$dockerfile"
done
