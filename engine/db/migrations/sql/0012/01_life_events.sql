-- What brings people to the municipality: the catalogue's headings, in this order.
create table life_events (
    code text primary key,
    position smallint not null,
    names jsonb not null,
    words jsonb not null
);
grant select, insert, update on life_events to mms_app;
alter table life_events enable row level security;
create policy readable on life_events for select using (true);
create policy system_writes on life_events using ((select is_system())) with check ((select is_system()));
