-- What a community centre is called, where it is and when it is open, from a day on, by an act or another source. Entries are
-- only added; of several for a day the one entered last counts. Name and municipality go to `centers` on that day.
create table center_entries (
    id bigint generated always as identity primary key,
    center int not null references centers,
    valid_from date not null,
    names jsonb not null,
    municipality_code text not null references municipalities (code),
    address jsonb not null default '{}',
    phone text,
    hours jsonb not null default '{}', -- in words, by language
    act text not null check (act ~ '\S'),
    recorded_by bigint not null references people,
    recorded_at timestamptz not null
);
create index center_entries_by_day on center_entries (center, valid_from desc, id desc);
grant select, insert on center_entries to mms_app;
alter table center_entries enable row level security;
create policy readable on center_entries for select using (true);
create policy system_writes on center_entries using ((select is_system())) with check ((select is_system()));
