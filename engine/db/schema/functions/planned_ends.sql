-- The sweep learns which entries are in a state whose planned end comes near, and nothing else of them.
create or replace function planned_ends(p_register text, p_state text, p_field text, p_from date, p_until date, p_limit int)
returns table (entry_id uuid, municipality_id smallint)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.id, e.municipality_id from register_entries e
    where is_system() and e.register = p_register and e.state = p_state and e.valid_until is null
      and e.superseded_by is null and e.fields->>p_field between p_from::text and p_until::text
      and not exists (select from applicant_notices n where n.case_id = e.case_id and n.kind = 'planned_end')
    order by e.fields->>p_field, e.id limit p_limit
$$;
revoke execute on function planned_ends from public;
grant execute on function planned_ends to mms_app;
