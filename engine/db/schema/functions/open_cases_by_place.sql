-- How many cases are open where is no secret of theirs.
create or replace function open_cases_by_place(p_code text) returns table (municipality_id smallint, open_cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.municipality_id, count(*) from cases c
    where c.version_id in (select v.id from service_versions v where v.code = p_code) and c.closed_at is null and draws_services()
    group by c.municipality_id
$$;
revoke execute on function open_cases_by_place from public;
grant execute on function open_cases_by_place to mms_app;
