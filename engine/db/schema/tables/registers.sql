-- Registers of the municipality, certificates from them, and who is told of their changes.

-- Entries are append-only: superseded, never overwritten. An entry may say in which state it holds its subject, and why.
-- The next state is an entry of its own that begins where this one ends; one that was to begin later is superseded. The
-- history is all of them.
create table register_entries (
    id uuid primary key,
    register text not null,
    municipality_id smallint not null references municipalities,
    is_single boolean not null,
    key text not null,
    person_id bigint references people,
    fields jsonb not null,
    valid_from date not null,
    valid_until date,
    case_id uuid not null references cases,
    order_number text,
    recorded_at timestamptz not null,
    -- Entries are ended by an entry that is only about to be written.
    superseded_by uuid references register_entries deferrable initially deferred,
    state text,
    ground text,
    is_final boolean not null default false,
    check (valid_until is null or valid_until > valid_from)
);
create unique index one_current_entry on register_entries (register, municipality_id, key)
    where is_single and valid_until is null and superseded_by is null;
create index register_entries_of_person on register_entries (person_id, register);
create index register_entries_by_key on register_entries (register, municipality_id, key);
-- What is filed, published, entered or noted is never changed: there is no right to do it.
grant select, insert, update (valid_until, superseded_by) on register_entries to mms_app;

-- One status per person in the country, whatever the municipality. No personal answers here, and
-- nobody reads it: it only refuses.
create table national_holdings (
    register text not null,
    person_id bigint not null references people,
    valid_from date not null,
    valid_until date,
    entry_id uuid not null,
    exclude using gist (register with =, person_id with =, daterange(valid_from, valid_until) with &&)
);

-- What was noted of an entry while it held: it changes nothing of the entry, which is never overwritten.
create table register_notes (
    id uuid primary key,
    entry_id uuid not null references register_entries,
    municipality_id smallint not null references municipalities,
    person_id bigint references people,
    note text not null,
    noted_on date not null,
    case_id uuid not null references cases,
    recorded_at timestamptz not null
);
create index register_notes_of_entry on register_notes (entry_id, note, noted_on desc);
grant select, insert on register_notes to mms_app;

-- A certificate says what an entry of a register said on the day it was issued. The row is what was issued;
-- the paper is drawn from it again and again, and is the same each time.
create table certificates (
    id uuid primary key,
    code text not null unique check (length(code) = 16),
    number text not null unique,
    municipality_id smallint not null references municipalities,
    person_id bigint not null references people,
    entry_id uuid not null references register_entries,
    initials jsonb not null,
    content jsonb not null,
    issued_at timestamptz not null,
    center int references centers -- that printed it for whoever stood there with their card
);
create index certificates_of_person on certificates (person_id, issued_at desc);
grant select, insert on certificates to mms_app;

-- What the consumers of a register are told of its entries: a row for each change and consumer, numbered as they
-- were written. Two changes of one person are never written at once: their entry, or their one place in the
-- country, is locked.
create table told_changes (
    id uuid primary key,
    number bigint generated always as identity unique,
    consumer text not null,
    consumer_names jsonb not null,
    register text not null,
    entry_id uuid not null references register_entries,
    municipality_id smallint not null references municipalities,
    person_id bigint not null references people,
    case_id uuid not null references cases,
    content jsonb not null, -- state, its first day, number of the order, the fields that this consumer may know
    legal_ground text not null check (legal_ground ~ '\S'),
    purpose text not null check (purpose ~ '\S'),
    recorded_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'taken', 'refused', 'settled')),
    attempts int not null default 0,
    code text, -- why it was not taken
    failing_since timestamptz,
    failed_at timestamptz,
    receipt text,
    note text,
    settled_by bigint references people,
    ended_at timestamptz,
    unique (entry_id, consumer),
    check ((state in ('taken', 'settled')) = (ended_at is not null)),
    check ((state = 'taken') = (receipt is not null)),
    check ((state = 'settled') = (note is not null and settled_by is not null))
);
create index told_changes_open on told_changes (consumer, person_id, number) where state in ('waiting', 'refused');
create index told_changes_of_municipality on told_changes (municipality_id, number desc);
create index told_changes_of_person on told_changes (person_id);
grant select, insert, update (state, attempts, code, failing_since, failed_at, receipt, note, settled_by,
    ended_at) on told_changes to mms_app;
