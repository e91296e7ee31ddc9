-- How many open deadlines a day off would move, and of how many cases: those that end on it, and those counted in working days
-- that it lies in. Where a term has parts of several units some of them may stay, so these are the most that move.
create or replace function deadlines_moved_by(p_day date, p_from timestamptz, p_until timestamptz, p_municipality smallint)
returns table (deadlines bigint, cases bigint) language sql stable security definer
set search_path = public, pg_temp as $$
    with found as (
        select k.case_id, c.municipality_id from clocks k join cases c on c.id = k.case_id
        where k.state = 'running' and k.started_on < p_day and k.last_day >= p_day
          and (k.last_day = p_day or k.term->>'unit' = 'working_days'
               or exists (select from clock_changes g where g.case_id = k.case_id and g.clock = k.name
                          and g.term->>'unit' = 'working_days'))
        union all
        select t.case_id, t.municipality_id from timers t
        where not t.term ? 'clock' and t.started_on < p_day and t.due_at >= p_from
          and (t.term->>'unit' = 'working_days' or t.due_at < p_until)
        union all
        select t.case_id, t.municipality_id from tasks t
        where t.state = 0 and not t.term ? 'clock' and t.due_at >= p_from
          and (t.term->>'unit' = 'working_days' or t.due_at < p_until)
    )
    select count(*), count(distinct case_id) from found f
    where (p_municipality is null or f.municipality_id = p_municipality)
      and not exists (select from holidays h where h.day = p_day and h.municipality_id = f.municipality_id)
$$;
grant execute on function deadlines_moved_by to mms_app;
