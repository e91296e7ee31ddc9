-- Who has which right: offices of people, tokens and accounts of programs.

-- An office is given by an act of appointment and ends by another. What a demonstration loads has neither. A right may
-- hold for the whole country (no municipality), such as that to publish services. Who works at a community centre works
-- for it, and for no municipality: its cases are those that were filed there.
create table role_grants (
    id bigint generated always as identity primary key,
    person_id bigint not null references people,
    municipality_id smallint references municipalities,
    role text not null,
    unit_code text references units,
    valid_from date not null,
    valid_until date,
    appointed_by text check (appointed_by ~ '\S'),
    ended_by text check (ended_by ~ '\S'),
    center int references centers,
    is_acting boolean not null default false,
    constraint period check (valid_until >= valid_from),
    -- Somebody who acts for an official does so for a time that is named.
    constraint role_grants_acting check (not is_acting or valid_until is not null),
    -- What ended on the day it began was never held, and may begin again.
    constraint held_once exclude using gist (
        person_id with =, (coalesce(municipality_id, 0)) with =, role with =, (coalesce(unit_code, '')) with =,
        (coalesce(center, 0)) with =, daterange(valid_from, valid_until) with &&)
);
create index role_grants_by_place on role_grants (municipality_id, role);
-- A right such as that to publish is withdrawn by ending it, never by forgetting that somebody held it.
grant select, insert, update (valid_until, ended_by) on role_grants to mms_app;
grant usage on sequence role_grants_id_seq to mms_app;

-- The account of a program that acts for a municipality: what it is for, who answers for it, and how far it reaches:
-- scopes, services whose cases it reads and gives papers to, networks it asks from (none: any). It rests while whoever answers for it holds no office there.
create table service_accounts (
    id uuid primary key,
    person_id bigint not null unique references people,
    municipality_id smallint not null references municipalities,
    name text not null check (name ~ '\S'),
    purpose text not null check (purpose ~ '\S'),
    act text not null check (act ~ '\S'),
    responsible_id bigint not null references people,
    scopes text[] not null check (cardinality(scopes) > 0),
    services text[] not null,
    networks cidr[] not null,
    made_at timestamptz not null,
    made_by bigint not null references people,
    expires_at timestamptz not null check (expires_at > made_at),
    ended_at timestamptz,
    ended_by bigint references people,
    check ((ended_at is null) = (ended_by is null))
);
create index service_accounts_of_place on service_accounts (municipality_id);
create index service_accounts_of_person on service_accounts (responsible_id);
grant select, insert, update (responsible_id, ended_at, ended_by) on service_accounts to mms_app;

-- Of a secret only the digest is known. The one before the newest ends when its time to be exchanged is over.
create table service_account_secrets (
    id uuid primary key,
    account_id uuid not null references service_accounts,
    token_hash bytea not null unique,
    made_at timestamptz not null,
    made_by bigint not null references people,
    ends_at timestamptz,
    used_at timestamptz
);
create index service_account_secrets_of_account on service_account_secrets (account_id);
grant select, insert, update (ends_at, used_at) on service_account_secrets to mms_app;

-- A token lets a program act for its person, with the scopes that are named, in one office or as a citizen. Of the secret
-- only the digest is known. What the person may not do any more the token does not either: the office is read at each use.
create table access_tokens (
    id uuid primary key,
    token_hash bytea not null unique,
    person_id bigint not null references people,
    name text not null check (name ~ '\S'),
    scopes text[] not null check (cardinality(scopes) > 0),
    role text,
    municipality_id smallint references municipalities,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    ended_at timestamptz,
    ended_by bigint references people,
    check (expires_at > made_at),
    check (municipality_id is null or role is not null),
    check ((ended_at is null) = (ended_by is null))
);
create index access_tokens_of_person on access_tokens (person_id);
create index access_tokens_of_place on access_tokens (municipality_id) where municipality_id is not null;
grant select, insert, update (used_at, ended_at, ended_by) on access_tokens to mms_app;
