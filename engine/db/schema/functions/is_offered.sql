-- A service is offered while its module is on and nobody has switched off the service itself.
create or replace function is_offered(p_municipality int, p_service text, p_on date) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select bool_and(coalesce((
        select s.is_on from switches s where s.municipality_id = p_municipality and s.code = c.code
          and s.valid_from <= p_on and (s.valid_until is null or s.valid_until > p_on)
        order by s.id desc limit 1), c.code = p_service))
    from unnest(array[split_part(p_service, '.', 1), p_service]) as c (code)
$$;
grant execute on function is_offered to mms_app;
