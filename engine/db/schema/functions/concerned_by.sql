-- Where an event about a person has to be followed; the system sees the municipality and nothing of the entry or case.
create or replace function concerned_by(p_person bigint) returns setof smallint
language sql stable security definer set search_path = public, pg_temp as $$
    select e.municipality_id from register_entries e
    where is_system() and e.person_id = p_person and e.valid_until is null and e.superseded_by is null
      and not e.is_final
    union
    select c.municipality_id from cases c
    where is_system() and c.applicant_id = p_person and c.closed_at is null
$$;
revoke execute on function concerned_by from public;
grant execute on function concerned_by to mms_app;
