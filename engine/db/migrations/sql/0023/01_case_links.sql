-- A case about another of the same applicant: a complaint about its decision.
create table case_links (
    case_id uuid primary key references cases,
    about_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    linked_at timestamptz not null,
    check (case_id <> about_id)
);
create index case_links_about on case_links (about_id);
grant select, insert on case_links to mms_app;
alter table case_links enable row level security;
create policy with_case on case_links using (exists (select from cases c where c.id = case_id));
