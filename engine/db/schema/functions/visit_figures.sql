-- How many, for those who work at a centre and, of all centres, for the national administrator.
create or replace function visit_figures(p_from date, p_until date, p_today date)
returns table (center int, center_names jsonb, kind text, partner text, partner_names jsonb, visits bigint, people bigint,
               received bigint, refused bigint, not_known bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select v.center, c.names, v.kind, p.code, p.names, count(*), sum(v.people),
           count(*) filter (where v.outcome = 'received'), count(*) filter (where v.outcome = 'refused'),
           count(*) filter (where v.outcome = 'not_known')
    from visits v join centers c on c.number = v.center left join partner_services s on s.id = v.service_id
        left join partners p on p.code = s.partner
    where v.visited_on >= p_from and v.visited_on < p_until and exists (
        select from role_grants g where g.person_id = my_writer()
        and (g.center = v.center or g.role = 'national_admin' and g.municipality_id is null)
        and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
    group by v.center, c.names, v.kind, p.code, p.names
    order by v.center, p.names->>'ka' nulls last, v.kind
$$;
revoke execute on function visit_figures from public;
grant execute on function visit_figures to mms_app;
