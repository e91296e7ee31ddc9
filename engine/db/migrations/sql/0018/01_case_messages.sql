-- What applicant and municipality write to each other on a case. No official letter: no term hangs on it.
create table case_messages (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    applicant_id bigint not null references people,
    is_from_office boolean not null,
    author_id bigint not null references people,
    kind text not null check (kind in ('message', 'correction')),
    body text not null check (body <> '' and length(body) <= 4000),
    sent_at timestamptz not null,
    seen_at timestamptz
);
create index case_messages_of_case on case_messages (case_id, sent_at);
create index case_messages_unseen on case_messages (case_id) where seen_at is null and not is_from_office;
create index case_messages_of_applicant on case_messages (applicant_id) where seen_at is null and is_from_office;
grant select, insert, update (seen_at) on case_messages to mms_app;
alter table case_messages enable row level security;
create policy principal on case_messages using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));
