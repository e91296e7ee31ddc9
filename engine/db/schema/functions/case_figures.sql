-- How many cases of which service in which municipality, for the national administrator: numbers, and nobody's case. A
-- number of one to four is null: so few could be recognised.
create or replace function case_figures(p_from timestamptz, p_until timestamptz, p_today date)
returns table (municipality jsonb, service text, filed bigint, open bigint, decided bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.municipality, f.service, case when f.filed between 1 and 4 then null else f.filed end,
           case when f.open between 1 and 4 then null else f.open end,
           case when f.decided between 1 and 4 then null else f.decided end
    from (select m.names as municipality, c.service_code as service,
           count(*) filter (where c.filed_at >= p_from and c.filed_at < p_until) as filed,
           count(*) filter (where c.filed_at < p_until and (c.closed_at is null or c.closed_at >= p_until)) as open,
           count(*) filter (where c.decided_on >= (p_from at time zone 'Asia/Tbilisi')::date
                            and c.decided_on < (p_until at time zone 'Asia/Tbilisi')::date) as decided
    from cases c join municipalities m on m.id = c.municipality_id
    where exists (select from role_grants g where g.person_id = my_writer() and g.role = 'national_admin'
                  and g.municipality_id is null and g.valid_from <= p_today
                  and (g.valid_until is null or g.valid_until > p_today))
    group by m.names, c.service_code) f order by f.municipality->>'ka', f.service
$$;
revoke execute on function case_figures from public;
grant execute on function case_figures to mms_app;
