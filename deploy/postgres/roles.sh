#!/bin/sh
# Make the roles of roles.sql, and give them the passwords of ./run secrets. The image runs this when it makes the database;
# after a password has changed, run it by hand: docker compose exec postgres sh /docker-entrypoint-initdb.d/roles.sh
(
    set -eu
    query() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname dateline "$@"; }
    query --file /usr/local/share/dateline/roles.sql
    # by standard input, because arguments show in the list of processes
    query <<'EOF'
\set migrator `cat /run/secrets/postgres_migrator_password`
\set writer `cat /run/secrets/postgres_writer_password`
\set reader `cat /run/secrets/postgres_reader_password`
ALTER ROLE dateline_migrator PASSWORD :'migrator';
ALTER ROLE dateline_writer PASSWORD :'writer';
ALTER ROLE dateline_reader PASSWORD :'reader';
-- The image insists on a superuser's password, and leaves it in the server's environment: it opens nothing.
ALTER ROLE postgres PASSWORD NULL;
EOF
)
