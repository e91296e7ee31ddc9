-- How many cases run by a version is no secret of theirs: who draws services sees what a change would leave behind.
create or replace function open_cases_by_version() returns table (version_id int, open_cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.version_id, count(*) from cases c where c.closed_at is null and draws_services() group by c.version_id
$$;
grant execute on function open_cases_by_version to mms_app;
