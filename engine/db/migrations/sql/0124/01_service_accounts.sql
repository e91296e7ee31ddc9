-- A program that acts for a municipality and is nobody's. In the log it stands as a party does, and never signs in.
alter table people drop constraint people_check;
alter table people
    add column program_code text unique check (program_code ~ '\A[0-9a-f-]{36}\Z'),
    add check (num_nonnulls(personal_number, claimed_number, company_number, program_code) = 1);

-- What it is for, who answers for it, and how far it reaches: scopes, services whose cases it reads and gives papers
-- to, networks it asks from (none: any). It rests while whoever answers for it holds no office there.
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

alter table service_accounts enable row level security;
create policy system_only on service_accounts using ((select is_system()));
create policy own on service_accounts for select using (responsible_id = (select my_writer()));
alter table service_account_secrets enable row level security;
create policy system_only on service_account_secrets using ((select is_system()));
grant select, insert, update (responsible_id, ended_at, ended_by) on service_accounts to mms_app;
grant select, insert, update (ends_at, used_at) on service_account_secrets to mms_app;
