-- What people of the office write on a case for each other. No applicant reads it, not even one who works there.
create table case_notes (
    id bigint generated always as identity primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    author_id bigint not null references people,
    body text not null check (body <> '' and length(body) <= 4000),
    written_at timestamptz not null
);
create index case_notes_of_case on case_notes (case_id, written_at);
grant select, insert on case_notes to mms_app;
alter table case_notes enable row level security;
create policy of_office on case_notes using (
    municipality_id = any ((select my_municipalities())::int[])
    and not exists (select from cases c where c.id = case_notes.case_id and c.applicant_id = (select my_person())));
