-- How far the feed of the civil registry has been read: one row.
create table registry_feed (
    is_one boolean primary key default true check (is_one),
    position bigint not null,
    read_at timestamptz,
    failing_since timestamptz,
    code text,
    check ((failing_since is null) = (code is null))
);
-- What it told of people who hold an entry of a register here or have an open case. Of anybody else nothing is kept.
create table registry_events (
    id uuid primary key,
    number bigint not null unique,
    kind text not null check (kind in ('death', 'address', 'citizenship')),
    person_id bigint not null references people,
    happened_on date not null,
    content jsonb not null,
    received_at timestamptz not null
);
create index registry_events_of_person on registry_events (person_id);
-- What followed in each municipality that it concerns: how many cases were told, which case was opened, or why none.
create table registry_events_followed (
    event_id uuid not null references registry_events,
    municipality_id smallint not null references municipalities,
    told int not null,
    opened uuid references cases,
    hindrance text check (hindrance in ('no_trigger', 'no_entry', 'condition_not_met', 'under_way')),
    followed_at timestamptz not null,
    primary key (event_id, municipality_id),
    check ((opened is null) = (hindrance is not null))
);
grant select, insert on registry_events, registry_events_followed to mms_app;
grant select, insert, update (position, read_at, failing_since, code) on registry_feed to mms_app;
alter table registry_feed enable row level security;
create policy system_only on registry_feed using ((select is_system()));
alter table registry_events enable row level security;
create policy principal on registry_events using (
    (select is_system()) or person_id = (select my_person()));
alter table registry_events_followed enable row level security;
create policy principal on registry_events_followed using (
    municipality_id = any ((select my_municipalities())::int[]));

-- Where an event about a person has to be followed; the system sees the municipality and nothing of the entry or case.
create function concerned_by(p_person bigint) returns setof smallint
language sql stable security definer set search_path = public, pg_temp as $$
    select e.municipality_id from register_entries e
    where is_system() and e.person_id = p_person and e.valid_until is null and e.superseded_by is null
      and not e.is_final
    union
    select c.municipality_id from cases c
    where is_system() and c.applicant_id = p_person and c.closed_at is null
$$;
revoke execute on function concerned_by(bigint) from public;
grant execute on function concerned_by(bigint) to mms_app;
