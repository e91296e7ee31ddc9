create table people (
    id bigint generated always as identity primary key,
    personal_number text not null unique check (personal_number ~ '\A[0-9]{11}\Z'),
    given_name jsonb not null,
    family_name jsonb not null,
    birth_date date,
    email text,
    phone text,
    is_demo boolean not null default false
);

create table role_grants (
    id bigint generated always as identity primary key,
    person_id bigint not null references people,
    municipality_id smallint not null references municipalities,
    role text not null,
    unit_code text references units,
    valid_from date not null,
    valid_until date,
    unique nulls not distinct (person_id, municipality_id, role, unit_code, valid_from)
);
create index role_grants_by_place on role_grants (municipality_id, role);

-- The token itself is never stored.
create table sessions (
    token_hash bytea primary key,
    person_id bigint not null references people,
    method text not null,
    signed_in_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
