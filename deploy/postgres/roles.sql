-- The roles of Dateline and what each may do. Run it as a superuser in the product's database, before the first
-- migration; running it again changes nothing. Passwords are set elsewhere: ALTER ROLE dateline_writer PASSWORD '…'.
--
--   dateline_owner     owns everything in schema news; nobody logs in as it
--   dateline_migrator  runs migrations, as dateline_owner
--   dateline_writer    the store: reads, inserts, updates; no DDL. It deletes only what it can derive again, from the
--                      tables that each migration names (migrations/sql): never an article, an outcome or a change
--   dateline_reader    consumers: reads, and nothing else
--
-- Default privileges cover the tables of later migrations: a release needs no grants.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['dateline_owner', 'dateline_migrator', 'dateline_writer', 'dateline_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I', role);
        END IF;
    END LOOP;
END
$$;

ALTER ROLE dateline_owner NOLOGIN;
ALTER ROLE dateline_migrator LOGIN;
ALTER ROLE dateline_writer LOGIN;
ALTER ROLE dateline_reader LOGIN;

GRANT dateline_owner TO dateline_migrator;
ALTER ROLE dateline_migrator SET role = 'dateline_owner';

-- A migration that waits for a lock makes every writer wait behind it.
ALTER ROLE dateline_migrator SET lock_timeout = '2s';
ALTER ROLE dateline_migrator SET statement_timeout = '15min';
ALTER ROLE dateline_writer SET statement_timeout = '10s';
ALTER ROLE dateline_writer SET lock_timeout = '3s';
ALTER ROLE dateline_writer SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE dateline_reader SET statement_timeout = '30s';
ALTER ROLE dateline_reader SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE dateline_reader SET default_transaction_read_only = on;

-- What a new database lets everybody do: temporary tables and large objects fill the disk, and with an advisory lock a
-- reader would hold up the store. Those with two numbers are apart from the store's: by one, re-enrichment, which logs in
-- as a reader, sees that nobody else is at it.
DO $$
DECLARE
    routine record;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO dateline_migrator, dateline_writer, dateline_reader', current_database()
    );
    FOR routine IN
        SELECT oid::regprocedure AS signature, proname ~ 'advisory' AS locks
        FROM pg_catalog.pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^(pg_(try_)?advisory_|lo(_|read$|write$))'
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine.signature);
        IF routine.locks THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO dateline_owner, dateline_writer', routine.signature);
        END IF;
    END LOOP;
    GRANT EXECUTE ON FUNCTION pg_try_advisory_lock(integer, integer) TO dateline_reader;
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS news AUTHORIZATION dateline_owner;
GRANT USAGE ON SCHEMA news TO dateline_writer, dateline_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE dateline_owner IN SCHEMA news GRANT SELECT, INSERT, UPDATE ON TABLES TO dateline_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE dateline_owner IN SCHEMA news GRANT SELECT ON TABLES TO dateline_reader;
