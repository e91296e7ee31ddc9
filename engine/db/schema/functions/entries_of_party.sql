-- What registers hold of whoever is applied for, in any municipality: read to say whether a precondition of a service is met.
-- What the principal may not see of it is counted, and not shown.
create or replace function entries_of_party(p_registers text[], p_on date)
returns table (id uuid, register text, municipality_id int, key text, state text, ground text, valid_from date,
               valid_until date, order_number text, fields jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.id, e.register, e.municipality_id, e.key, e.state, e.ground, e.valid_from, e.valid_until, e.order_number, e.fields
    from register_entries e
    where e.person_id = coalesce(my_person(), my_visitor()) and e.register = any (p_registers)
      and e.superseded_by is null and not e.is_final and (e.valid_until is null or e.valid_until > p_on)
    order by e.valid_from desc, e.recorded_at desc, e.id limit 200
$$;
revoke execute on function entries_of_party from public;
grant execute on function entries_of_party to mms_app;
