-- The sweep drops what has expired and sees nothing of it.
create or replace function expire_drafts(p_now timestamptz, p_limit int) returns int
language sql volatile security definer set search_path = public, pg_temp as $$
    with dropped as (
        delete from drafts where id in (
            select id from drafts where expires_at <= p_now order by expires_at limit p_limit for update skip locked)
        returning 1)
    select count(*)::int from dropped
$$;
revoke execute on function expire_drafts from public;
grant execute on function expire_drafts to mms_app;
