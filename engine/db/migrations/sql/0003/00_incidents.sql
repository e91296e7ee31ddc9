-- What stopped and waits for people. A job, timer, message or signal has at most one open incident in a case.
create table incidents (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    kind text not null check (kind in ('job', 'timer', 'message', 'signal', 'step')),
    subject uuid not null, -- the job, timer, message, signal or task
    token text not null,
    code text not null,
    params jsonb not null,
    attempts int not null,
    opened_at timestamptz not null,
    failed_at timestamptz not null, -- the last time
    retried_at timestamptz, -- set while another attempt is on its way
    state text not null default 'open' check (state in ('open', 'resolved')),
    resolved_at timestamptz,
    resolved_by bigint references people,
    how text check (how in ('retried', 'skipped', 'moved', 'overtaken')),
    why text,
    check ((state = 'resolved') = (resolved_at is not null)),
    check ((state = 'resolved') = (how is not null)),
    check (how is distinct from 'skipped' or why is not null)
);
create unique index one_open_incident on incidents (case_id, kind, subject) where state = 'open';
create index incidents_open on incidents (municipality_id, opened_at, id) where state = 'open';
create index incidents_of_subject on incidents (subject) where state = 'open';
create index incidents_of_case on incidents (case_id);

grant select, insert, update on incidents to mms_app;
alter table incidents enable row level security;
create policy with_case on incidents using (exists (select from cases c where c.id = case_id));

-- A job's cause of failure now lies in its incident alone.
alter table jobs drop constraint jobs_state_check;
alter table jobs add constraint jobs_state_check check (state in ('queued', 'done', 'incident', 'skipped', 'cancelled'));
insert into incidents (id, case_id, municipality_id, kind, subject, token, code, params, attempts, opened_at, failed_at)
select gen_random_uuid(), j.case_id, j.municipality_id, 'job', j.id, j.token,
       coalesce(j.error_detail, j.error_code, 'broken'), '{}', 1, coalesce(j.finished_at, j.created_at),
       coalesce(j.finished_at, j.created_at)
from jobs j where j.state = 'incident';
update jobs set error_code = null, error_detail = null where state = 'incident';
drop index jobs_incidents;

-- A timer whose step failed is tried again later; its legal instant stays what it is.
alter table timers add column retry_at timestamptz;
create or replace function due_timers(p_now timestamptz, p_limit int)
returns table (id uuid, municipality_id smallint) language sql stable security definer
set search_path = public, pg_temp as $$
    select t.id, t.municipality_id from timers t
    where t.due_at <= p_now and (t.retry_at is null or t.retry_at <= p_now)
    order by t.due_at, t.id limit p_limit
$$;
