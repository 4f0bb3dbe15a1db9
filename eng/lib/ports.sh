# shellcheck shell=bash
# Sourced by run.sh: ports that are taken are noticed before anything that takes long.

# listens PORT [HOST]
listens() { (: <"/dev/tcp/${2:-127.0.0.1}/$1") 2>/dev/null; }

# addresses: where the application will be served, a line "HOST PORT" each; one on every interface is asked for on
# loopback.
addresses() {
  local address host port
  for address in $(tr ';' ' ' <<<"${ASPNETCORE_URLS:-http://127.0.0.1:5000}"); do
    port=80
    [[ $address != https:* ]] || port=443
    address=${address#*://}
    address=${address%%/*}
    [[ ! $address =~ :([0-9]+)$ ]] || port=${BASH_REMATCH[1]}
    host=${address%:"$port"}
    host=${host#[}
    host=${host%]}
    case $host in '' | '*' | + | 0.0.0.0 | :: | localhost) host=127.0.0.1 ;; esac
    echo "$host" "$port"
  done
}

need_free_ports() {
  local host port first=
  while read -r host port; do
    first=${first:-$host}
    if listens "$port" "$host"; then
      say "Port $port is taken, maybe by another Notejam. Choose one: ASPNETCORE_URLS=http://127.0.0.1:5001 ./run.sh"
      exit 1
    fi
  done < <(addresses)
  if listens "${Management__Port:-8081}" "$first"; then
    say "Port ${Management__Port:-8081} is taken, maybe by another Notejam. Choose one: Management__Port=8082 ./run.sh"
    exit 1
  fi
}
