-- A day off that is decreed later moves open deadlines. The worker that moves them sees which cases of every municipality
-- it concerns, and nothing else of them: deadlines of clocks that run, whichever day they count from now, of steps and of
-- timers.
create or replace function cases_open_over(p_day date, p_from timestamptz, p_municipality smallint)
returns table (case_id uuid, municipality_id smallint) language sql stable security definer
set search_path = public, pg_temp as $$
    select c.id, c.municipality_id from cases c join clocks k on k.case_id = c.id
    where k.state = 'running' and k.started_on < p_day and k.last_day >= p_day
      and (p_municipality is null or c.municipality_id = p_municipality)
    union
    select t.case_id, t.municipality_id from timers t
    where t.term is not null and t.started_on < p_day and t.due_at >= p_from
      and (p_municipality is null or t.municipality_id = p_municipality)
    union
    select t.case_id, t.municipality_id from tasks t
    where t.state = 0 and t.term is not null and t.due_at >= p_from
      and (p_municipality is null or t.municipality_id = p_municipality)
$$;
grant execute on function cases_open_over to mms_app;
