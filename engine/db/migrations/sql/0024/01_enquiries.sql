-- What the civil registry said to people who name others in a form. Kept for two days, see its handler;
-- that somebody was asked about stays in the chain of enquiries. The subject is a digest.
create table person_enquiries (
    id uuid primary key,
    asked_by bigint not null references people,
    subject bytea not null,
    state text not null check (state in ('found', 'not_found', 'unavailable')),
    given_name text not null,
    family_name text not null,
    asked_at timestamptz not null
);
create index person_enquiries_of_asker on person_enquiries (asked_by, asked_at);
grant select, insert, delete on person_enquiries to mms_app;
alter table person_enquiries enable row level security;
create policy own on person_enquiries using (asked_by = (select my_person()));
