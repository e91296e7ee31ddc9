-- What was noted of an entry while it held: it changes nothing of the entry, which is never overwritten.
create table register_notes (
    id uuid primary key,
    entry_id uuid not null references register_entries,
    municipality_id smallint not null references municipalities,
    person_id bigint references people,
    note text not null,
    noted_on date not null,
    case_id uuid not null references cases,
    recorded_at timestamptz not null
);
create index register_notes_of_entry on register_notes (entry_id, note, noted_on desc);
grant select, insert on register_notes to mms_app;
alter table register_notes enable row level security;
create policy principal on register_notes using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));
