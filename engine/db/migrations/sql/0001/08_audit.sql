-- Each case has its own chain; its head lies in the case's row, which the step writes anyway.
-- The hash covers a salted digest of canonical bytes kept in a separate row that can be erased.
create table events (
    case_id uuid not null references cases,
    seq int not null,
    municipality_id smallint not null,
    at timestamptz not null,
    actor_id bigint references people,
    kind text not null,
    digest bytea not null,
    hash bytea not null,
    primary key (case_id, seq)
);

create table event_bodies (
    case_id uuid not null,
    seq int not null,
    salt bytea not null,
    body bytea not null,
    primary key (case_id, seq),
    foreign key (case_id, seq) references events
);

-- Other chains: sign-ins of a person, reads of a case, configuration.
create table streams (
    name text primary key,
    count int not null,
    head bytea not null
);

create table stream_events (
    stream text not null references streams,
    seq int not null,
    at timestamptz not null,
    actor_id bigint,
    kind text not null,
    salt bytea not null,
    body bytea not null,
    digest bytea not null,
    hash bytea not null,
    primary key (stream, seq)
);

-- What each idempotency key brought.
create table command_keys (
    actor text not null,
    key uuid not null,
    command text not null,
    digest bytea not null,
    result bytea,
    at timestamptz not null,
    primary key (actor, key)
);
