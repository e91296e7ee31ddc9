-- The day of a community centre: who is served there and with what, visits, appointments, the queue.

-- When a centre takes people by appointment, from a day on: the weekdays with their times, how long one takes, how many at
-- once. Without an entry none are taken. Of entries for the same day the one entered last counts.
create table center_hours (
    id bigint generated always as identity primary key,
    center int not null references centers,
    valid_from date not null,
    days jsonb not null, -- {"1": ["10:00", "17:00"]}: Monday is 1
    minutes smallint not null check (minutes between 5 and 240),
    places smallint not null check (places between 1 and 20),
    recorded_by bigint not null references people,
    recorded_at timestamptz not null
);
create index center_hours_by_day on center_hours (center, valid_from desc, id desc);
grant select, insert on center_hours to mms_app;

-- Single days on which a centre is closed, and that it is open after all.
create table center_days (
    id bigint generated always as identity primary key,
    center int not null references centers,
    on_day date not null,
    is_closed boolean not null,
    why text not null check (why ~ '\S'),
    recorded_by bigint not null references people,
    recorded_at timestamptz not null
);
create index center_days_by_day on center_days (center, on_day, id desc);
grant select, insert on center_days to mms_app;

-- The directory of services: who else serves people at community centres, and with what. It is country-wide reference data:
-- everybody reads it, the engine writes it for those who keep it. What nobody knows of a service is left out.
create table partners (
    code text primary key check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
    names jsonb not null,
    source text not null check (source <> ''),
    confidence text not null check (confidence in ('sourced', 'high', 'medium', 'low'))
);
grant select, insert, update on partners to mms_app;

-- What a partner does for people at community centres.
create table partner_services (
    id uuid primary key,
    partner text not null references partners,
    names jsonb not null,
    cells jsonb not null default '{}', -- who, where, cost, documents, steps: each in the languages that it is known in
    link text,
    source text not null check (source <> ''),
    confidence text not null check (confidence in ('sourced', 'high', 'medium', 'low')),
    version int not null default 1,
    changed_on date not null,
    withdrawn_on date,
    -- What single cells of a service rest on, where that is not the source of the whole entry.
    sources jsonb not null default '{}'
);
create unique index partner_services_once on partner_services (partner, (names->>'ka')) where withdrawn_on is null;
grant select, insert, update on partner_services to mms_app;

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

-- When somebody comes to a community centre, and what for. Who works there sees the day through a function.
create table appointments (
    id uuid primary key,
    center int not null references centers,
    on_day date not null,
    at_time time not null,
    person_id bigint references people, -- null: the operator wrote it down for somebody
    name text not null default '',
    phone text not null default '',
    what text not null,
    made_by bigint not null references people,
    made_at timestamptz not null,
    cancelled_at timestamptz,
    came_at timestamptz,
    place smallint not null default 1, -- of those whom the centre takes at once
    check ((person_id is null) = (name <> ''))
);
create unique index appointments_of_person on appointments (person_id, on_day) where cancelled_at is null;
create unique index appointments_once on appointments (center, on_day, at_time, place) where cancelled_at is null;
grant select, insert, update (cancelled_at, came_at), delete on appointments to mms_app;

-- What a citizen is told of an appointment, each once: it is tomorrow, or the centre is closed that day.
create table appointment_notices (
    id uuid primary key,
    appointment_id uuid not null references appointments on delete cascade,
    kind text not null check (kind in ('tomorrow', 'closed')),
    written_at timestamptz not null,
    told_by text check (told_by in ('email', 'sms', 'portal', 'unreachable', 'seen')),
    unique (appointment_id, kind)
);
grant select, insert, update (told_by), delete on appointment_notices to mms_app;

-- Who waits at a centre today, by a number and without a name.
create table queue_tickets (
    id uuid primary key,
    center int not null references centers,
    on_day date not null,
    number int not null check (number > 0),
    taken_at timestamptz not null,
    called_at timestamptz,
    called_by bigint references people,
    ended_at timestamptz,
    is_served boolean,
    unique (center, on_day, number),
    check ((called_at is null) = (called_by is null)),
    check ((ended_at is null) = (is_served is null)),
    check (is_served is not true or called_at is not null)
);
create index queue_tickets_waiting on queue_tickets (center, on_day, number) where called_at is null and ended_at is null;
grant select, insert, update (called_at, called_by, ended_at, is_served) on queue_tickets to mms_app;
