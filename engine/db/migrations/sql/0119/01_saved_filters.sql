-- A part of a list under a name: of one person, or of all who work in a unit (without one: in the municipality).
create table saved_filters (
    id uuid primary key,
    owner_id bigint not null references people,
    municipality_id smallint not null references municipalities,
    unit_code text references units,
    is_shared boolean not null,
    name text not null check (name ~ '\S' and length(name) <= 60),
    list text not null check (list in ('mine', 'unit', 'unassigned', 'all', 'waiting')),
    due text check (due in ('overdue', 'soon', 'none', 'new')),
    service text check (length(service) <= 120 and service ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'),
    version int not null default 1,
    saved_at timestamptz not null,
    check (is_shared or unit_code is null)
);
create index saved_filters_of_owner on saved_filters (owner_id);
create index saved_filters_shared on saved_filters (municipality_id) where is_shared;
alter table saved_filters enable row level security;
create policy of_office on saved_filters using (
    municipality_id = any ((select my_municipalities())::int[])
    and (is_shared or owner_id = (select my_writer())));
grant select, insert, update (name, version), delete on saved_filters to mms_app;
