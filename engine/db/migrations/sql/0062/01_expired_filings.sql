-- What directors did not confirm in time stays to be seen for as long again, without its answers, and is told.
alter table joint_filings
    drop constraint joint_filings_state_check,
    drop constraint joint_filings_check,
    add constraint joint_filings_state_check check (state in ('waits', 'filed', 'withdrawn', 'declined', 'expired')),
    add constraint joint_filings_end_check check (
        (state = 'waits') = (ended_at is null) and (state in ('waits', 'expired')) = (ended_by is null));
grant update (expires_at) on joint_filings to mms_app;
alter table joint_notices
    drop constraint joint_notices_kind_check,
    add constraint joint_notices_kind_check check (kind in ('waits', 'declined', 'expired'));

create or replace function expire_joint_filings(p_now timestamptz, p_limit int) returns int
language sql volatile security definer set search_path = public, pg_temp as $$
    with dropped as (
        delete from joint_filings where id in (
            select id from joint_filings where expires_at <= p_now and state <> 'waits'
            order by expires_at limit p_limit for update skip locked)
        returning 1)
    select count(*)::int from dropped
$$;
