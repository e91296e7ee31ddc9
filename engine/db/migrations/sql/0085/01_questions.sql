-- What a question to the municipality is about, where it is about something announced.
create table case_announcements (
    case_id uuid primary key references cases,
    announcement_id uuid not null references announcements,
    municipality_id smallint not null references municipalities
);
create index case_announcements_about on case_announcements (announcement_id);
grant select, insert on case_announcements to mms_app;
alter table case_announcements enable row level security;
create policy with_case on case_announcements using (exists (select from cases c where c.id = case_id));
