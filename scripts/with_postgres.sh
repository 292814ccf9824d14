#!/bin/sh
# Runs a command beside a PostgreSQL server of its own: on loopback, in a folder that goes with it. LIMEN_POSTGRES is the
# server's address. What a crash would lose is of no matter here, so nothing is flushed.
set -eu
here=$(dirname "$0")
. "$here/need.sh"

bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
if [ -z "$(bin)" ] && ! command -v initdb >/dev/null 2>&1; then
    need psql postgresql postgresql-client
fi
PATH="$(bin):$PATH"
if ! command -v initdb >/dev/null 2>&1; then
    echo "initdb is missing. On Debian, install it with: sudo apt-get install postgresql" >&2
    exit 1
fi

folder=$(mktemp -d)
# Below the ports that the system gives to outgoing connections (from 32768 on).
port=$((20000 + $$ % 12000))
# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as() { runuser -u postgres -- env PATH="$PATH" "$@"; }
else
    as() { "$@"; }
fi
stop() {
    as pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
as initdb -D "$folder/data" -U limen -A trust -E UTF8 --locale C.UTF-8 >/dev/null
echo "include '$folder/settings'" | as tee -a "$folder/data/postgresql.conf" >/dev/null
start() {
    cat >"$folder/settings" <<END
port = $port
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
fsync = ${LIMEN_POSTGRES_FSYNC:-off}
max_connections = 300
END
    chmod 644 "$folder/settings"
    as pg_ctl -D "$folder/data" -l "$folder/log" -w start >/dev/null
}
# Another program may have the port.
tries=5
until start; do
    tries=$((tries - 1))
    if [ "$tries" = 0 ]; then cat "$folder/log" >&2; exit 1; fi
    port=$((port + 1))
done
if [ "$(id -u)" = 0 ]; then control="runuser -u postgres -- env PATH=$PATH pg_ctl"; else control="pg_ctl"; fi
# What stops and starts the server, for tests of that.
LIMEN_POSTGRES_CONTROL="$control -D $folder/data -s -l $folder/log" LIMEN_POSTGRES="postgres://limen@127.0.0.1:$port/postgres" "$@"
