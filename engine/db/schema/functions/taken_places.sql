-- How many places are taken, for whoever looks for a free time: not by whom.
create or replace function taken_places(p_center int, p_day date) returns table (at_time time, taken bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.at_time, count(*) from appointments a
    where a.center = p_center and a.on_day = p_day and a.cancelled_at is null group by a.at_time
$$;
revoke execute on function taken_places from public;
grant execute on function taken_places to mms_app;
