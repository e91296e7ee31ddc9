-- Of whom among some people it is noted that this official has looked at them in a register since an instant, so that one
-- look is noted once. The streams of people are nobody's to read.
create or replace function looked_lately(p_people bigint[], p_kind text, p_register text, p_since timestamptz)
returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select split_part(s.stream, '/', 2)::bigint from stream_events s
    where s.stream = any (select 'enquiries-about/' || person from unnest(p_people) as person)
      and s.actor_id = my_writer() and s.kind = p_kind and s.at >= p_since
      and convert_from(s.body, 'UTF8')::jsonb->>'register' = p_register
$$;
revoke execute on function looked_lately from public;
grant execute on function looked_lately to mms_app;
