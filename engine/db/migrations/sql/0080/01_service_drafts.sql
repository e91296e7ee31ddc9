-- What analysts change: the files of a service as they stand now. Nothing here is in force, and no case knows of it.
create table service_drafts (
    id uuid primary key,
    code text not null check (code ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'),
    base_version int not null references service_versions, -- the version it was begun from, of this service or another
    begun_by bigint not null references people,
    begun_at timestamptz not null,
    changed_at timestamptz not null,
    dropped_at timestamptz,
    dropped_by bigint references people,
    check ((dropped_at is null) = (dropped_by is null))
);
create index service_drafts_open on service_drafts (code, changed_at) where dropped_at is null;

-- `revision` counts the saves of a file: who saves says which one they saw.
create table service_draft_files (
    draft_id uuid not null references service_drafts,
    path text not null check (path ~ '^[A-Za-z0-9][A-Za-z0-9_./-]{0,150}$' and path !~ '(^|/)\.'),
    content bytea not null check (length(content) <= 2097152),
    revision int not null check (revision > 0),
    changed_by bigint not null references people,
    changed_at timestamptz not null,
    primary key (draft_id, path)
);

-- Who draws services or publishes them, for the whole country and with the card; their days the application knows.
create function draws_services() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(current_setting('mms.system', true), '') = 'on'
        or coalesce(current_setting('mms.system', true), '') = ''
            and exists (select from role_grants g where g.person_id = my_writer() and g.municipality_id is null
                        and g.role in ('analyst', 'publisher')
                        and (g.valid_until is null or g.valid_until > g.valid_from))
$$;
revoke execute on function draws_services() from public;
grant execute on function draws_services() to mms_app;

alter table service_drafts enable row level security;
create policy analysts on service_drafts using ((select draws_services()));
alter table service_draft_files enable row level security;
create policy analysts on service_draft_files using ((select draws_services()));
grant select, insert on service_drafts, service_draft_files to mms_app;
grant update (changed_at, dropped_at, dropped_by) on service_drafts to mms_app;
grant update (content, revision, changed_by, changed_at) on service_draft_files to mms_app;
