-- What a partner's service is from a day on, by an act or another source. Entries are only added; of several for a day the one
-- entered last counts. `partner_services` follows on that day. Without an act somebody corrected it by its form; without a person
-- the installation began with it.
create table directory_entries (
    id bigint generated always as identity primary key,
    service_id uuid not null, -- of a service that begins later there is no row in `partner_services` yet
    valid_from date not null,
    partner text not null references partners,
    content jsonb not null, -- names, cells, sources, link, source, confidence
    is_withdrawn boolean not null default false,
    act text check (act ~ '\S'),
    recorded_by bigint references people,
    recorded_at timestamptz not null
);
create index directory_entries_by_day on directory_entries (service_id, valid_from desc, id desc);
grant select, insert on directory_entries to mms_app;
alter table directory_entries enable row level security;
create policy readable on directory_entries for select using (true);
create policy system_writes on directory_entries using ((select is_system())) with check ((select is_system()));
