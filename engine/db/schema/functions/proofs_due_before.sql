-- Whoever runs the installation reads which proofs should have been renewed, or will have to be.
create or replace function proofs_due_before(p_before timestamptz, p_most int)
returns table (municipality text, case_number text, title text, proven_until timestamptz, due_at timestamptz,
               problem text)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.code, c.number, d.title, p.proven_until, p.due_at, p.problem
    from proofs p join cases c on c.id = p.case_id join municipalities m on m.id = p.municipality_id
    join lateral (select title from documents d where d.case_id = p.case_id and d.digest = p.digest limit 1) d
        on true
    where is_system() and (p.problem is not null or p.due_at <= p_before)
    order by p.due_at nulls first, c.number limit p_most
$$;
revoke execute on function proofs_due_before from public;
grant execute on function proofs_due_before to mms_app;
