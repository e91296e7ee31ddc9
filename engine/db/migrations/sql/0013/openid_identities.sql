-- Who somebody is at a provider: an issuer and a subject. The personal number stands in `people` alone: what an
-- account is called elsewhere is no name of a person, and a provider that calls another by it is refused.
create table openid_identities (
    id bigint generated always as identity primary key,
    issuer text not null check (issuer ~ '\S'),
    subject text not null check (length(subject) between 1 and 255),
    person_id bigint not null references people,
    linked_at timestamptz not null,
    used_at timestamptz not null,
    unique (issuer, subject)
);
create index openid_identities_of_person on openid_identities (person_id);
grant select, insert, update (used_at) on openid_identities to mms_app;
alter table openid_identities enable row level security;
create policy system_only on openid_identities using ((select is_system())) with check ((select is_system()));
create policy own on openid_identities for select using (person_id = (select my_writer()));

-- Attempts to sign in at a provider: each is good once, for minutes. Nonce and PKCE verifier are derived from the state,
-- of which only the digest is kept.
create table openid_attempts (
    state_hash bytea primary key,
    provider text not null,
    expires_at timestamptz not null
);
create index openid_attempts_by_age on openid_attempts (expires_at);
grant select, insert, delete on openid_attempts to mms_app;
alter table openid_attempts enable row level security;
create policy system_only on openid_attempts using ((select is_system())) with check ((select is_system()));

-- Logout tokens that came, by their digests, as long as they hold: none counts twice.
create table openid_sign_outs (
    token_hash bytea primary key,
    expires_at timestamptz not null
);
create index openid_sign_outs_by_age on openid_sign_outs (expires_at);
grant select, insert, delete on openid_sign_outs to mms_app;
alter table openid_sign_outs enable row level security;
create policy system_only on openid_sign_outs using ((select is_system())) with check ((select is_system()));

-- Which provider opened a session, for which identity, and what it calls the session, by which it may end it. Where the
-- provider serves citizens alone, nobody holds an office in such a session.
alter table sessions
    add column provider text,
    add column identity_id bigint references openid_identities,
    add column provider_session text,
    add column opens_offices boolean not null default true,
    add constraint sessions_of_provider check ((provider is null) = (identity_id is null));
create index sessions_of_identity on sessions (identity_id) where identity_id is not null and ended_at is null;
