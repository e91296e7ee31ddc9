-- What a file of a draft said before: the state that somebody left to another, and one for each ten minutes of work.
create table service_draft_states (
    draft_id uuid not null references service_drafts,
    path text not null,
    revision int not null check (revision > 0),
    content bytea not null check (length(content) <= 2097152),
    changed_by bigint not null references people,
    changed_at timestamptz not null,
    primary key (draft_id, path, revision)
);
alter table service_draft_states enable row level security;
create policy analysts on service_draft_states using ((select draws_services()));
grant select, insert, delete on service_draft_states to mms_app;
