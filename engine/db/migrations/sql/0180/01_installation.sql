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
alter table installation enable row level security;
create policy system_only on installation using ((select is_system())) with check ((select is_system()));
