-- Names of people. Who signed whose step is shown with the case even where the colleague has left.
create or replace function person_names(ids bigint[]) returns table (id bigint, names jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, full_name(p.given_name, p.family_name) from people p where p.id = any (ids)
$$;
grant execute on function person_names to mms_app;
