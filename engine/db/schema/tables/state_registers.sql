-- What registers of the state answered and told.

-- What state registers answered, as evidence of the case: the ground and purpose that were stated, and the digest of
-- the answer. One that was given again to the same question of the same case names the answer that it repeats.
create table register_answers (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    register text not null,
    operation text not null,
    about text not null, -- the personal number that was asked about
    person_id bigint references people,
    legal_ground text not null check (legal_ground ~ '\S'),
    purpose text not null check (purpose ~ '\S'),
    answer jsonb not null,
    digest bytea not null check (length(digest) = 32),
    repeats uuid references register_answers,
    answered_at timestamptz not null
);
create index register_answers_of_case on register_answers (case_id, operation, answered_at desc);
create index register_answers_of_person on register_answers (person_id);
grant select, insert on register_answers to mms_app;

-- How far the feed of the civil registry has been read: one row.
create table registry_feed (
    is_one boolean primary key default true check (is_one),
    position bigint not null,
    read_at timestamptz,
    failing_since timestamptz,
    code text,
    check ((failing_since is null) = (code is null))
);
grant select, insert, update (position, read_at, failing_since, code) on registry_feed to mms_app;

-- What the feed told of people who hold an entry of a register here or have an open case. Of anybody else nothing is kept.
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
grant select, insert on registry_events to mms_app;

-- What followed an event in each municipality that it concerns: how many cases were told, which case was opened, or why none.
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
grant select, insert on registry_events_followed to mms_app;
