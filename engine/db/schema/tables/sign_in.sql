-- Signing in, and what is kept for a browser.

-- Who is signed in. The token itself is never stored. `assurance` is how surely the system knows who asks: a person who
-- signed in with a one-time code is marked as such in the principal, and what needs the card does not exist for them.
create table sessions (
    token_hash bytea primary key,
    person_id bigint not null references people,
    method text not null,
    signed_in_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    assurance text not null default 'card' check (assurance in ('card', 'code', 'guest')),
    contact_id bigint references contacts,
    -- A person sees and ends their own sessions: each needs a name that is not its secret, and the words for its device.
    id uuid not null default gen_random_uuid() unique,
    device text not null default '',
    mandate_id uuid references mandates
);
create index sessions_of_person on sessions (person_id) where ended_at is null;
grant select, insert, update on sessions to mms_app;

-- One row for each code that was asked for, also where there is nobody to send it to: then person and contact are
-- empty, and only keyed digests say what was typed. A code itself is never stored.
create table one_time_codes (
    id uuid primary key,
    -- return: a guest comes back to their case with its code and a one-time code to the address they confirmed before
    -- filing.
    purpose text not null check (purpose in ('sign_in', 'bind', 'guest', 'return')),
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
grant select, insert, update (salt, mac, tries, sent_at, used_at), delete on one_time_codes to mms_app;

-- What a card is asked to sign, so that nobody can show an old answer: each is good once, and for minutes.
create table card_challenges (
    nonce_hash bytea primary key,
    expires_at timestamptz not null
);
create index card_challenges_by_age on card_challenges (expires_at);
grant select, insert, delete on card_challenges to mms_app;

-- What somebody sent after their session had run out: it waits until the same person has signed in again.
create table kept_forms (
    id uuid primary key,
    person_id bigint not null references people,
    path text not null,
    fields jsonb not null,
    kept_at timestamptz not null
);
create index kept_forms_by_age on kept_forms (kept_at);
grant select, insert, delete on kept_forms to mms_app;

-- How often somebody without a name asks for something within an hour. Only a keyed digest of the address is kept,
-- for a day.
create table address_counts (
    kind text not null,
    address_mac bytea not null,
    hour timestamptz not null,
    number int not null,
    primary key (kind, address_mac, hour)
);
create index address_counts_by_age on address_counts (hour);

-- Pages that answer a form with errors, for the browser that sent it: it is redirected to them (POST, redirect,
-- GET), so that loading again or going back sends nothing twice. They last an hour and are worth no log of writes.
create unlogged table error_pages (
    id uuid primary key,
    browser_mac text not null,
    path text not null,
    status smallint not null,
    headers jsonb not null,
    page bytea not null,
    kept_at timestamptz not null
);
create index error_pages_by_age on error_pages (kept_at);
