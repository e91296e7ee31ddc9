-- Whoever holds an act has its code, and learns what it says of itself and who signed it. Whoever holds the renewed file
-- finds its digest too.
create or replace function act_by_code(p_code text)
returns table (number text, title text, titles jsonb, municipality jsonb, dated_on date, document bytea,
               is_act boolean, signers jsonb, seal text, sealed bytea, renewed bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.number, g.title, g.titles, m.names, g.dated_on, g.document, g.is_act,
           (select jsonb_agg(jsonb_build_object('place', s.place, 'role', s.role, 'method', s.method,
                'signed_at', s.signed_at, 'name', case when s.role is not null then n.names end)
                order by s.place)
            from signers s left join lateral person_names(array[s.person_id]) n on true
            where s.signing_id = g.id),
           g.seal, g.sealed, p.renewed
    from signings g join municipalities m on m.id = g.municipality_id
    left join reserved_numbers r on r.signing_id = g.id and r.state = 'used'
    left join proofs p on p.case_id = g.case_id and p.digest = coalesce(g.sealed, g.document)
    where g.code = p_code and g.state = 'done'
$$;
revoke execute on function act_by_code from public;
grant execute on function act_by_code to mms_app;
