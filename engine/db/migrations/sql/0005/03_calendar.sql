-- Whoever counts a term holds the calendar until the commit; whoever declares a day off waits for those who count,
-- and makes others wait. So each deadline is either counted with the new day or seen by the recount that follows.
-- The lock is taken by a statement of its own: what comes after it sees all that was committed before it was given.
create function hold_calendar() returns void language sql volatile as $$
    select pg_advisory_xact_lock_shared(hashtext('mms.calendar'))
$$;
create function change_calendar() returns void language sql volatile as $$
    select pg_advisory_xact_lock(hashtext('mms.calendar'))
$$;
create function calendar_to_count_with(p_municipality smallint)
returns table (day date, names jsonb, kind text) language plpgsql volatile as $$
begin
    perform hold_calendar();
    return query select h.day, h.names, h.kind from holidays h
    where h.municipality_id is null or h.municipality_id = p_municipality;
end $$;
grant execute on function hold_calendar(), change_calendar(), calendar_to_count_with(smallint) to mms_app;

-- Deadlines that a day off concerns: of clocks that run, whichever day they count from now, of steps and of timers.
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
