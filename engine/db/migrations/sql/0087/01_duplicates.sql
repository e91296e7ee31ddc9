-- Whether whoever is applied for has an open case of a service: said before another is filed, and nothing else of it.
create function open_cases_of_party(p_service text, p_place text) returns table (here boolean, elsewhere boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(bool_or(m.code = p_place), false), coalesce(bool_or(m.code <> p_place), false)
    from cases c join municipalities m on m.id = c.municipality_id
    where c.applicant_id = coalesce(my_person(), my_visitor()) and c.service_code = p_service and c.closed_at is null
$$;
revoke execute on function open_cases_of_party(text, text) from public;
grant execute on function open_cases_of_party(text, text) to mms_app;

-- Whether somebody of the same name and day of birth is known under another number: for whoever compares documents.
create function has_namesake(p_number text, p_given text, p_family text, p_birth date, p_today date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from role_grants g where g.person_id = my_writer() and g.center is not null
                   and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
       and exists (select from people p where p.birth_date = p_birth and p.personal_number <> p_number
                   and p.given_name->>'ka' = p_given and p.family_name->>'ka' = p_family)
$$;
revoke execute on function has_namesake(text, text, text, date, date) from public;
grant execute on function has_namesake(text, text, text, date, date) to mms_app;
create index people_by_birth on people (birth_date) where personal_number is not null;
