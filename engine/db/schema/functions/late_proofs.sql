-- Monitoring counts the proofs that should have been renewed.
create or replace function late_proofs(p_before timestamptz, p_most int) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from (
        select from proofs p where p.problem is not null or p.due_at < p_before limit p_most
    ) late
$$;
revoke execute on function late_proofs from public;
grant execute on function late_proofs to mms_app;
