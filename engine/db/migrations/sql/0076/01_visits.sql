-- What visitors of a community centre were given, where they were referred, and what came of it. A visit names no visitor:
-- whoever comes back says its number.
create table visits (
    id uuid primary key,
    number bigint generated always as identity unique,
    center int not null references centers,
    kind text not null check (kind in ('given', 'referred', 'library', 'internet', 'meeting_room')),
    service_id uuid references partner_services,
    referred_to text not null default '',
    people smallint not null default 1 check (people between 1 and 500),
    visited_on date not null,
    recorded_by bigint not null references people,
    outcome text check (outcome in ('received', 'refused', 'not_known')),
    outcome_on date,
    check ((kind in ('given', 'referred')) = (service_id is not null)),
    check (kind = 'referred' or referred_to = ''),
    check ((outcome is null) = (outcome_on is null))
);
create index visits_of_center on visits (center, visited_on);
grant select, insert, update (outcome, outcome_on) on visits to mms_app;
alter table visits enable row level security;
-- Those see them who work at the centre, or worked there on that day.
create policy of_center on visits using (exists (
    select from role_grants g where g.person_id = (select my_writer()) and g.center = visits.center
    and (g.valid_until is null or g.valid_until > visits.visited_on)));

-- How many, for those who work at a centre and, of all centres, for the national administrator.
create function visit_figures(p_from date, p_until date, p_today date)
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
revoke execute on function visit_figures(date, date, date) from public;
grant execute on function visit_figures(date, date, date) to mms_app;
