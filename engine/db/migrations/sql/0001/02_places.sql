-- Reference data: readable by everyone, written by the system only.
create table municipalities (
    id smallint generated always as identity primary key,
    code text not null unique,
    names jsonb not null,
    region jsonb not null,
    data jsonb not null
);

create table units (
    code text primary key,
    municipality_id smallint not null references municipalities,
    names jsonb not null,
    is_demo boolean not null default false
);

create table settlements (
    code text primary key,
    municipality_id smallint not null references municipalities,
    unit_code text references units,
    names jsonb not null,
    valid_from date not null,
    valid_until date,
    source text,
    confidence text,
    is_demo boolean not null default false,
    check (valid_until is null or valid_until > valid_from)
);

create table module_switches (
    municipality_id smallint not null references municipalities,
    module text not null,
    valid_from date not null,
    valid_until date,
    primary key (municipality_id, module, valid_from)
);

create table centers (
    number int primary key,
    names jsonb not null,
    municipality_code text
);

create table holidays (
    day date not null,
    municipality_id smallint references municipalities,
    names jsonb not null,
    kind text not null,
    confidence text not null,
    unique nulls not distinct (day, municipality_id)
);

create table parameters (
    id bigint generated always as identity primary key,
    name text not null,
    municipality_id smallint references municipalities,
    kind text not null,
    value jsonb not null,
    unit text,
    valid_from date not null,
    valid_until date,
    law jsonb,
    confidence text not null,
    recorded_at timestamptz not null,
    unique nulls not distinct (name, municipality_id, valid_from, valid_until, value)
);
