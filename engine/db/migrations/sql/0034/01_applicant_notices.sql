-- That something waits for an applicant, told by the way they chose: a message of the office, or an answer whose
-- last day comes near. What it says stays on the page of the case.
create table applicant_notices (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    applicant_id bigint not null references people,
    kind text not null check (kind in ('message', 'answer_due')),
    last_day date,
    written_at timestamptz not null,
    told_by text,
    check ((kind = 'answer_due') = (last_day is not null))
);
create index applicant_notices_of_case on applicant_notices (case_id);
alter table applicant_notices enable row level security;
create policy principal on applicant_notices using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));
grant select, insert, update (told_by) on applicant_notices to mms_app;

-- The sweep learns which tasks of applicants end soon and were open long enough to be forgotten, nothing of them.
create index tasks_of_applicants_due on tasks (due_at) where state = 0 and person_id = applicant_id;
create function answers_due(p_now timestamptz, p_until timestamptz, p_open_before timestamptz, p_limit int)
returns table (task_id uuid, municipality_id smallint)
language sql stable security definer set search_path = public, pg_temp as $$
    select t.id, t.municipality_id from tasks t
    where is_system() and t.state = 0 and t.person_id = t.applicant_id and t.due_at > p_now and t.due_at <= p_until
      and t.opened_at <= p_open_before
      and not exists (select from applicant_notices n where n.id = t.id)
    order by t.due_at limit p_limit
$$;
revoke execute on function answers_due(timestamptz, timestamptz, timestamptz, int) from public;
grant execute on function answers_due(timestamptz, timestamptz, timestamptz, int) to mms_app;
