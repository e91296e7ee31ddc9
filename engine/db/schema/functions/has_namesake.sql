-- Whether somebody of the same name and day of birth is known under another number: for whoever compares documents.
create or replace function has_namesake(p_number text, p_given text, p_family text, p_birth date, p_today date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from role_grants g where g.person_id = my_writer() and g.center is not null
                   and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
       and exists (select from people p where p.birth_date = p_birth and p.personal_number <> p_number
                   and p.given_name->>'ka' = p_given and p.family_name->>'ka' = p_family)
$$;
revoke execute on function has_namesake from public;
grant execute on function has_namesake to mms_app;
