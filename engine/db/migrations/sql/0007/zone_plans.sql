-- Zones of a municipality's plan that one person proposes from a day on, by an act, and another approves. What is approved goes
-- to the zones of the municipality, which end on the day before.
create table zone_plans (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    act text not null check (act ~ '\S'),
    first_on date not null,
    content text not null, -- GeoJSON, as it was sent
    proposed_by bigint not null references people,
    proposed_at timestamptz not null,
    outcome text check (outcome in ('approved', 'declined')),
    ended_by bigint references people,
    ended_at timestamptz,
    check ((outcome is null) = (ended_by is null) and (outcome is null) = (ended_at is null)),
    check (outcome is distinct from 'approved' or ended_by <> proposed_by)
);
create index zone_plans_of on zone_plans (municipality_id, proposed_at desc);
grant select, insert, update on zone_plans to mms_app;
alter table zone_plans enable row level security;
create policy system_alone on zone_plans using ((select is_system())) with check ((select is_system()));
