-- Sub-programmes of aid: what the council's resolution of a year says, as the files say it. Append-only, as
-- parameters are: a case asks for the entry that was valid on the day of its filing.
create table programmes (
    id bigint generated always as identity primary key,
    municipality_id smallint not null references municipalities,
    code text not null,
    valid_from date not null,
    valid_until date,
    content jsonb not null,
    digest bytea not null check (length(digest) = 32),
    recorded_at timestamptz not null,
    check (valid_until > valid_from),
    unique nulls not distinct (municipality_id, code, valid_from, valid_until, digest)
);
grant select, insert on programmes to mms_app;
alter table programmes enable row level security;
create policy readable on programmes for select using (true);
create policy system_writes on programmes using ((select is_system())) with check ((select is_system()));
create trigger reference_changed after insert or update or delete or truncate on programmes
    for each statement execute function reference_changed();
