-- An act waits for the seal of its municipality, where that has one, from the last signature until the file that
-- bears the seal is kept. Acts of other municipalities, and those signed on paper, have nothing here.
alter table signings add column seal text check (seal in ('awaited', 'set')), add column sealed bytea;
alter table signings add constraint signings_sealed check ((seal is not distinct from 'set') = (sealed is not null));
grant update (seal, sealed) on signings to mms_app;

drop function act_by_code(text);
create function act_by_code(p_code text)
returns table (number text, title text, titles jsonb, municipality jsonb, dated_on date, document bytea,
               is_act boolean, signers jsonb, seal text, sealed bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.number, g.title, g.titles, m.names, g.dated_on, g.document, g.is_act,
           (select jsonb_agg(jsonb_build_object('place', s.place, 'role', s.role, 'method', s.method,
                'signed_at', s.signed_at, 'name', case when s.role is not null then n.names end)
                order by s.place)
            from signers s left join lateral person_names(array[s.person_id]) n on true
            where s.signing_id = g.id),
           g.seal, g.sealed
    from signings g join municipalities m on m.id = g.municipality_id
    left join reserved_numbers r on r.signing_id = g.id and r.state = 'used'
    where g.code = p_code and g.state = 'done'
$$;
revoke execute on function act_by_code(text) from public;
grant execute on function act_by_code(text) to mms_app;
