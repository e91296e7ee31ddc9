-- The sweep learns which tasks of applicants end soon and were open long enough to be forgotten, nothing of them.
create or replace function answers_due(p_now timestamptz, p_until timestamptz, p_open_before timestamptz, p_limit int)
returns table (task_id uuid, municipality_id smallint)
language sql stable security definer set search_path = public, pg_temp as $$
    select t.id, t.municipality_id from tasks t
    where is_system() and t.state = 0 and t.person_id = t.applicant_id and t.due_at > p_now and t.due_at <= p_until
      and t.opened_at <= p_open_before
      and not exists (select from applicant_notices n where n.id = t.id)
    order by t.due_at limit p_limit
$$;
revoke execute on function answers_due from public;
grant execute on function answers_due to mms_app;
