-- What the installation knows of itself.

-- When each other system last answered, and since when it does not: what every process has seen, for `/health`.
create table system_answers (
    system text primary key,
    answered_at timestamptz,
    away_since timestamptz,
    reason text
);

-- Which installation this database belongs to, and by what every machine proves that it belongs to it too: the marker
-- in the file store bears the same id, and the digests are keyed by the secret and by each key of the key ring.
create table installation (
    is_only boolean primary key default true check (is_only),
    id uuid not null,
    is_marked boolean not null default false,
    secret_digest text,
    key_digests jsonb not null default '{}',
    entered_at timestamptz not null,
    check (is_marked = (secret_digest is not null))
);
grant select, insert, update, delete on installation to mms_app;

-- Which functions this database has had, by the digest of their files (`engine/db/functions.py`); the last are in force.
-- A database without this table is of the time before the schema had a beginning.
create table schema_functions (
    number bigint generated always as identity primary key,
    digest text not null,
    applied_at timestamptz not null default now()
);
grant select on schema_functions to mms_app;
