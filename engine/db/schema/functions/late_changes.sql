-- Monitoring learns how many changes have not reached their consumers for long, and nothing else of them.
create or replace function late_changes(p_before timestamptz, p_most int) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from (
        select from told_changes t
        where t.state in ('waiting', 'refused') and t.recorded_at < p_before limit p_most
    ) late
$$;
revoke execute on function late_changes from public;
grant execute on function late_changes to mms_app;
