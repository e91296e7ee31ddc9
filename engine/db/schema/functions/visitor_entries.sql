-- Of what a certificate can be given to whoever stands there: by their card alone, and not what it says.
create or replace function visitor_entries(p_on date)
returns table (id uuid, register text, version_id int, municipality_id int, municipality_names jsonb, valid_from date,
               valid_until date)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.id, e.register, c.version_id, e.municipality_id, m.names, e.valid_from, e.valid_until
    from mandate_in_use() u join register_entries e on e.person_id = u.represented_id
        join cases c on c.id = e.case_id join municipalities m on m.id = e.municipality_id
    where u.kind = 'presence' and u.reference = 'card' and acts_for_another()
      and e.superseded_by is null and not e.is_final and e.valid_from <= p_on
      and (e.valid_until is null or e.valid_until > p_on)
    order by e.recorded_at desc, e.id
$$;
revoke execute on function visitor_entries from public;
grant execute on function visitor_entries to mms_app;
