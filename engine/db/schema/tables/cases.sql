-- Cases and what is written on them.

-- A case. All in its row is changed by steps (`record_step`), and its state is the engine's. Each case has its own
-- chain of events; the chain's head lies here, because the step writes this row anyway.
create table cases (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    number text not null unique,
    service_code text not null,
    version_id int not null references service_versions,
    applicant_id bigint not null references people,
    applicant_name jsonb not null,
    language text not null,
    channel text not null,
    status text not null check (is_case_status(status)),
    reason text,
    order_number text,
    decided_on date,
    filed_at timestamptz not null,
    closed_at timestamptz,
    due_at timestamptz,
    version int not null,
    state bytea not null,
    document jsonb not null,
    event_count int not null,
    chain_head bytea not null,
    needs_card boolean not null default false, -- what a session by one-time code may not file
    representative jsonb, -- who filed for the applicant and on what ground
    area text, -- of which area the service is
    center int references centers -- at whose desk it was filed
) with (fillfactor = 70);
-- The document is written whole by every step.
do $$ begin
    alter table cases alter column document set compression lz4;
exception when feature_not_supported then null; -- a server built without it compresses as it always did
end $$;
create index cases_of_applicant on cases (applicant_id, filed_at desc);
create index cases_of_municipality on cases (municipality_id, filed_at desc);
create index cases_open_by_version on cases (version_id) where closed_at is null;
create index cases_of_center on cases (center, filed_at) where center is not null;
-- Lists of an office's cases: by what their service shows to whom, by the day that is nearest.
create index cases_of_versions on cases (municipality_id, version_id);
create index cases_due on cases (municipality_id, due_at) where closed_at is null and due_at is not null;
-- All else in the row of a case is changed by steps: by record_step, which runs as its owner.
grant select, insert, update (status) on cases to mms_app;

-- What was filed: never changed.
create table submissions (
    id uuid primary key,
    case_id uuid not null unique references cases,
    municipality_id smallint not null references municipalities,
    filed_by bigint not null references people,
    answers bytea not null,
    digest bytea not null,
    filed_at timestamptz not null,
    received_at timestamptz not null,
    assurance text not null default 'card' check (assurance in ('card', 'code', 'guest')), -- as of the session
    -- By path of the answer: the source, the value it gave, as of when, and what the applicant says is not right with it.
    provenance jsonb,
    mandate jsonb -- the register's answer that the filing rests on
);
grant select, insert on submissions to mms_app;

-- A case about another of the same applicant: a complaint about its decision. A case may also stand beside one of the
-- same household, or be the next stage of what another one decided. An application may name several earlier stages, such
-- as a permit and another project.
create table case_links (
    case_id uuid not null references cases,
    about_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    linked_at timestamptz not null,
    kind text not null default 'about' check (kind in ('about', 'household', 'stage')),
    primary key (case_id, about_id),
    check (case_id <> about_id)
);
create index case_links_about on case_links (about_id);
grant select, insert on case_links to mms_app;

-- By what a case is found: folded words of what was filed, and its numbers. The office's own.
create table case_words (
    case_id uuid primary key references cases on delete cascade,
    municipality_id smallint not null,
    words tsvector not null
);
create index case_words_found on case_words using gin (words);
grant select, insert on case_words to mms_app;

-- What people of the office write on a case for each other. No applicant reads it, not even one who works there.
create table case_notes (
    id bigint generated always as identity primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    author_id bigint not null references people,
    body text not null check (body <> '' and length(body) <= 4000),
    written_at timestamptz not null
);
create index case_notes_of_case on case_notes (case_id, written_at);
grant select, insert on case_notes to mms_app;

-- What applicant and municipality write to each other on a case. No official letter: no term hangs on it.
create table case_messages (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    applicant_id bigint not null references people,
    is_from_office boolean not null,
    author_id bigint not null references people,
    kind text not null check (kind in ('message', 'correction')),
    body text not null check (body <> '' and length(body) <= 4000),
    sent_at timestamptz not null,
    seen_at timestamptz
);
create index case_messages_of_case on case_messages (case_id, sent_at);
create index case_messages_unseen on case_messages (case_id) where seen_at is null and not is_from_office;
create index case_messages_of_applicant on case_messages (applicant_id) where seen_at is null and is_from_office;
create index case_messages_waiting on case_messages (municipality_id, sent_at)
    where seen_at is null and not is_from_office;
grant select, insert, update (seen_at) on case_messages to mms_app;

-- Who takes no part in a case, and why (General Administrative Code, article 92). Never taken back.
create table stepped_aside (
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    person_id bigint not null references people,
    ground text not null check (ground in ('declared', 'challenge', 'family')),
    reason text not null check (reason <> '' and length(reason) <= 2000),
    since timestamptz not null,
    primary key (case_id, person_id)
);
create index stepped_aside_of_municipality on stepped_aside (municipality_id, since);
grant select, insert on stepped_aside to mms_app;

-- The last number that was given in a series of a municipality in a year.
create table number_series (
    municipality_id smallint not null references municipalities,
    series text not null,
    year int not null,
    last int not null,
    primary key (municipality_id, series, year)
);
grant select, insert, update on number_series to mms_app;

-- The code by which a case is followed without an account; the code itself is derived anew and never stored.
create table tracking_codes (
    digest bytea primary key,
    case_id uuid not null unique references cases,
    municipality_id smallint not null references municipalities
);
grant select, insert, delete on tracking_codes to mms_app;

-- How often a network has tried codes by which a case is followed.
create table tracking_tries (network_mac bytea not null, at timestamptz not null);
create index tracking_tries_by_network on tracking_tries (network_mac, at);
grant select, insert, delete on tracking_tries to mms_app;
