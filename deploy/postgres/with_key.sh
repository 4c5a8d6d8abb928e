#!/bin/sh
# Start the image's own entry point with a TLS key that PostgreSQL accepts: it insists on owning it, and on mode 600.
set -eu
(umask 077 && cat /run/secrets/postgres.key >/tmp/postgres.key)
exec docker-entrypoint.sh "$@"
