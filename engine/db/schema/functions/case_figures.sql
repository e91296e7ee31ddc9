-- How many cases of which service in which municipality, for the national administrator: numbers, and nobody's case.
create or replace function case_figures(p_from timestamptz, p_until timestamptz, p_today date)
returns table (municipality jsonb, service text, filed bigint, open bigint, decided bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.names, c.service_code, count(*) filter (where c.filed_at >= p_from and c.filed_at < p_until),
           count(*) filter (where c.filed_at < p_until and (c.closed_at is null or c.closed_at >= p_until)),
           count(*) filter (where c.decided_on >= (p_from at time zone 'Asia/Tbilisi')::date
                            and c.decided_on < (p_until at time zone 'Asia/Tbilisi')::date)
    from cases c join municipalities m on m.id = c.municipality_id
    where exists (select from role_grants g where g.person_id = my_writer() and g.role = 'national_admin'
                  and g.municipality_id is null and g.valid_from <= p_today
                  and (g.valid_until is null or g.valid_until > p_today))
    group by m.names, c.service_code order by m.names->>'ka', c.service_code
$$;
revoke execute on function case_figures from public;
grant execute on function case_figures to mms_app;
