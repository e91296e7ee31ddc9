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
alter table access_tokens enable row level security;
create policy system_only on access_tokens using ((select is_system()));
create policy own on access_tokens for select using (person_id = (select my_writer()));
grant select, insert, update (used_at, ended_at, ended_by) on access_tokens to mms_app;
