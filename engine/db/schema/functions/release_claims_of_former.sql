-- What somebody claimed in an office that they hold no more goes back to their unit's list. Whoever never held
-- it took the task on another ground, which is not looked at here. Sweeps see tasks of no municipality, so it
-- runs as its owner.
create or replace function release_claims_of_former(p_on date) returns int
language sql volatile security definer set search_path = public, pg_temp as $$
    with former as (
        select t.id from tasks t
        where t.state = 0 and t.claimed_by is not null and t.role is not null
          and exists (select from role_grants g where g.person_id = t.claimed_by and g.role = t.role
                and g.municipality_id = t.municipality_id and g.valid_until <= p_on
                and (g.unit_code is null or t.unit_code is null or g.unit_code = t.unit_code))
          and not exists (select from role_grants g where g.person_id = t.claimed_by and g.role = t.role
                and g.municipality_id = t.municipality_id and g.valid_from <= p_on
                and (g.valid_until is null or g.valid_until > p_on)
                and (g.unit_code is null or t.unit_code is null or g.unit_code = t.unit_code))
    ), released as (
        update tasks t set claimed_by = null from former f where t.id = f.id returning t.id
    )
    select count(*)::int from released
$$;
revoke execute on function release_claims_of_former from public;
grant execute on function release_claims_of_former to mms_app;
