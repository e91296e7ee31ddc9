-- A person sees and ends their own sessions: each needs a name that is not its secret, and the words for its device.
alter table sessions
    add column id uuid not null default gen_random_uuid() unique,
    add column device text not null default '';
create policy own on sessions for select using (person_id = (select my_person()));
create index sessions_of_person on sessions (person_id) where ended_at is null;

-- What somebody sent after their session had run out: it waits until the same person has signed in again.
create table kept_forms (
    id uuid primary key,
    person_id bigint not null references people,
    path text not null,
    fields jsonb not null,
    kept_at timestamptz not null
);
create index kept_forms_by_age on kept_forms (kept_at);
alter table kept_forms enable row level security;
create policy own on kept_forms using (person_id = (select my_person()) or (select is_system()));
grant select, insert, delete on kept_forms to mms_app;
