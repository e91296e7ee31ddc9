-- Who of the office has looked at the entries of a key in a register of the principal's municipality. The streams of people
-- are nobody's to read; of these, what was noted of this register here is shown, and nothing else that was noted.
create or replace function looks_at_entry(p_register text, p_municipality int, p_key text, p_limit int)
returns table (at timestamptz, kind text, actor_id bigint, roles jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    with about as (
        select distinct coalesce('enquiries-about/' || e.person_id, 'reads/' || e.case_id) as stream
        from register_entries e
        where p_municipality = any (my_municipalities()) and e.municipality_id = p_municipality
          and e.register = p_register and e.key = p_key)
    select s.at, s.kind, s.actor_id, said.body->'roles'
    from about join stream_events s on s.stream = about.stream
        cross join lateral (select convert_from(s.body, 'UTF8')::jsonb as body) said
    where s.kind in ('register.read', 'register.found', 'register.exported')
      and said.body->>'register' = p_register and (said.body->>'municipality')::int = p_municipality
    order by s.at desc, s.stream, s.seq desc limit p_limit
$$;
revoke execute on function looks_at_entry from public;
grant execute on function looks_at_entry to mms_app;
