-- The language in which the applicant of a case wants letters, whoever's step writes one.
create or replace function language_of_letters(p_case uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(
        (select n.language from notification_choices n where n.person_id = c.applicant_id
            and (n.case_id is null or n.case_id = c.id) order by n.case_id nulls last limit 1),
        c.language)
    from cases c where c.id = p_case
$$;
revoke execute on function language_of_letters from public;
grant execute on function language_of_letters to mms_app;
