-- Who takes no part in a case, and why (General Administrative Code, article 92). Never taken back.
create table stepped_aside (
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    person_id bigint not null references people,
    ground text not null check (ground in ('declared', 'challenge', 'family')),
    reason text not null check (reason <> '' and length(reason) <= 2000),
    since timestamptz not null,
    primary key (case_id, person_id)
);
create index stepped_aside_of_municipality on stepped_aside (municipality_id, since);
grant select, insert on stepped_aside to mms_app;
alter table stepped_aside enable row level security;
create policy of_office on stepped_aside using (
    municipality_id = any ((select my_municipalities())::int[]) or (select is_system()));
