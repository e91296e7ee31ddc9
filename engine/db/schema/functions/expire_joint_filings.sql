-- The sweep drops filings of several directors that have been over for long enough.
create or replace function expire_joint_filings(p_now timestamptz, p_limit int) returns int
language sql volatile security definer set search_path = public, pg_temp as $$
    with dropped as (
        delete from joint_filings where id in (
            select id from joint_filings where expires_at <= p_now and state <> 'waits'
            order by expires_at limit p_limit for update skip locked)
        returning 1)
    select count(*)::int from dropped
$$;
revoke execute on function expire_joint_filings from public;
grant execute on function expire_joint_filings to mms_app;
