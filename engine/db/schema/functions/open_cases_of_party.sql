-- Whether whoever is applied for has an open case of a service: said before another is filed, and nothing else of it.
create or replace function open_cases_of_party(p_service text, p_place text) returns table (here boolean, elsewhere boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(bool_or(m.code = p_place), false), coalesce(bool_or(m.code <> p_place), false)
    from cases c join municipalities m on m.id = c.municipality_id
    where c.applicant_id = coalesce(my_person(), my_visitor()) and c.service_code = p_service and c.closed_at is null
$$;
revoke execute on function open_cases_of_party from public;
grant execute on function open_cases_of_party to mms_app;
