-- When somebody last looked at each of their lists, and before that: what has come since is marked there.
create table list_looks (
    person_id bigint not null references people,
    list text not null check (list in ('mine', 'unit', 'unassigned', 'all', 'waiting')),
    looked_at timestamptz not null,
    before_at timestamptz check (before_at < looked_at),
    primary key (person_id, list)
);
alter table list_looks enable row level security;
create policy own on list_looks using (person_id = (select my_writer()));
grant select, insert, update on list_looks to mms_app;

-- When whose an open step is, or until when, was last changed, and by whom; null: by the system.
alter table tasks add column touched_at timestamptz, add column touched_by bigint;
grant update (touched_at, touched_by) on tasks to mms_app;

-- What is new in a list is counted from its end: all that is open need not be looked through.
create index tasks_opened on tasks (municipality_id, role, opened_at) where state = 0;
