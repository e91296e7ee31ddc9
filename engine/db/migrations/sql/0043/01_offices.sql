-- An office is given by an act of appointment and ends by another. What a demonstration loads has neither.
alter table role_grants
    add column appointed_by text check (appointed_by ~ '\S'),
    add column ended_by text check (ended_by ~ '\S'),
    add constraint period check (valid_until >= valid_from),
    -- What ended on the day it began was never held, and may begin again.
    add constraint held_once exclude using gist (
        person_id with =, (coalesce(municipality_id, 0)) with =, role with =, (coalesce(unit_code, '')) with =,
        daterange(valid_from, valid_until) with &&);
do $$ begin
    execute (select format('alter table role_grants drop constraint %I', conname)
             from pg_constraint where conrelid = 'role_grants'::regclass and contype = 'u');
end $$;
grant update (ended_by) on role_grants to mms_app;

-- What somebody claimed in an office that they hold no more goes back to their unit's list. Whoever never held
-- it took the task on another ground, which is not looked at here. Sweeps see tasks of no municipality, so it
-- runs as its owner.
create function release_claims_of_former(p_on date) returns int
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
revoke execute on function release_claims_of_former(date) from public;
grant execute on function release_claims_of_former(date) to mms_app;
