-- The undecided cases of whoever is applied for, of some services and with some of the answers: read like `entries_of_party`.
create or replace function undecided_cases_of_party(p_services text[], p_step text, p_same jsonb)
returns table (id uuid, municipality_id int)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, c.municipality_id from cases c
    where c.applicant_id = coalesce(my_person(), my_visitor()) and c.service_code = any (p_services)
      and c.closed_at is null and c.decided_on is null and coalesce(c.document -> p_step, '{}') @> p_same
    order by c.filed_at desc, c.id limit 200
$$;
revoke execute on function undecided_cases_of_party from public;
grant execute on function undecided_cases_of_party to mms_app;
