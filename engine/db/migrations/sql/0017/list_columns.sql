-- Which columns of the list of steps somebody wants, in their order: of all services, or of one that is shown alone.
create table list_columns (
    person_id bigint not null references people,
    service text not null check (service = '' or service ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'),
    columns text[] not null check (cardinality(columns) between 1 and 40),
    primary key (person_id, service)
);
grant select, insert, update (columns), delete on list_columns to mms_app;
alter table list_columns enable row level security;
create policy own on list_columns using (person_id = (select my_writer()));

-- Days, an answer and an order that a saved list is narrowed by.
alter table saved_filters add column conditions jsonb not null default '{}'
    check (jsonb_typeof(conditions) = 'object');
