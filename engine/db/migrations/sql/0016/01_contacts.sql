-- Where a person can be reached and proven to be: an address that they typed a code from, in a session with the
-- card or before an operator who saw their document. Nothing else makes an address a way in.
create table contacts (
    id bigint generated always as identity primary key,
    person_id bigint not null references people,
    kind text not null check (kind in ('email', 'phone')),
    address text not null,
    ground text not null check (ground in ('card', 'desk')),
    confirmed_by bigint not null references people,
    confirmed_at timestamptz not null,
    ended_at timestamptz
);
create unique index contact_of_person on contacts (person_id, address) where ended_at is null;
create index contacts_by_address on contacts (address) where ended_at is null;

-- One row for each code that was asked for, also where there is nobody to send it to: then person and contact are
-- empty, and only keyed digests say what was typed. A code itself is never stored.
create table one_time_codes (
    id uuid primary key,
    purpose text not null check (purpose in ('sign_in', 'bind')),
    attempt_hash bytea not null unique,
    person_id bigint references people,
    contact_id bigint references contacts,
    kind text check (kind in ('email', 'phone')),
    address text,
    ground text check (ground in ('card', 'desk')),
    asked_by bigint references people,
    pair_mac bytea not null,
    contact_mac bytea not null,
    network_mac bytea,
    salt bytea,
    mac bytea,
    language text not null,
    tries smallint not null default 0 check (tries between 0 and 5),
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    sent_at timestamptz,
    used_at timestamptz
);
create index codes_by_pair on one_time_codes (pair_mac, asked_at);
create index codes_by_contact on one_time_codes (contact_mac, asked_at);
create index codes_by_network on one_time_codes (network_mac, asked_at) where network_mac is not null;
create index codes_by_person on one_time_codes (person_id, sent_at) where person_id is not null;
create index codes_by_age on one_time_codes (asked_at);

alter table contacts enable row level security;
create policy own on contacts for select using (person_id = (select my_person()) or (select is_system()));
create policy system_writes on contacts using ((select is_system())) with check ((select is_system()));
alter table one_time_codes enable row level security;
create policy system_only on one_time_codes using ((select is_system())) with check ((select is_system()));
grant select, insert on contacts, one_time_codes to mms_app;
grant update (ended_at) on contacts to mms_app;
grant update (salt, mac, tries, sent_at, used_at) on one_time_codes to mms_app;
grant delete on one_time_codes to mms_app;
