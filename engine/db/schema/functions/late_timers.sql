-- Monitoring counts the timers of every municipality that are overdue, and sees nothing else of them. What broke
-- its case waits for people, not for a sweep.
create or replace function late_timers(p_before timestamptz, p_most int) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from (
        select from timers t where t.due_at < p_before and t.retry_at is null limit p_most
    ) late
$$;
revoke execute on function late_timers from public;
grant execute on function late_timers to mms_app;
