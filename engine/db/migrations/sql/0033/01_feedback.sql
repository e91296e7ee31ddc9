-- What people say of a page or of a service that they have had. Nothing tells who it was.
create table feedback (
    id uuid primary key,
    kind text not null check (kind in ('page', 'service')),
    page text not null check (length(page) <= 120),
    service_code text check (length(service_code) <= 120),
    municipality_id smallint references municipalities,
    rating smallint not null check (rating between 1 and 5), -- of a page: 1 not useful, 5 useful
    comment text not null check (length(comment) <= 1000),
    language text not null,
    given_on date not null
);
create index feedback_of_municipality on feedback (municipality_id, given_on desc);
grant select, insert on feedback to mms_app;
alter table feedback enable row level security;
create policy anybody_gives on feedback for insert with check (true);
-- What is said of a page that belongs to no municipality is for every office.
create policy offices_read on feedback for select using (
    municipality_id = any ((select my_municipalities())::int[])
    or municipality_id is null and cardinality((select my_municipalities())::int[]) > 0);
