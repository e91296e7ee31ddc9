-- What is being signed, by whom, and the numbers of acts.

-- A step that is being signed: its answers, fixed, and the page that says them. The page as PDF is what is signed;
-- `content` is that file with the signatures so far, `document` the digest of the file when all have signed.
-- An application that is signed before it is filed names a service and no task: there is no case yet, and nobody but its
-- writer sees it. An act waits for the seal of its municipality, where that has one, from the last signature until the
-- file that bears the seal is kept. Acts of other municipalities, and those signed on paper, have no seal here.
create table signings (
    id uuid primary key,
    case_id uuid references cases,
    municipality_id smallint not null references municipalities,
    applicant_id bigint not null,
    task_id uuid,
    doer_id bigint not null references people,
    case_number text not null, -- these for a signer who sees nothing else of the case
    service jsonb not null,
    step jsonb not null,
    is_for_person boolean not null,
    answers jsonb not null,
    case_version int not null,
    dated_on date not null,
    title text not null default '',
    titles jsonb not null default '{}',
    page text not null default '',
    language text not null default 'ka',
    is_act boolean not null,
    is_ordered boolean not null,
    on_paper boolean not null,
    code text unique check (length(code) = 16),
    content bytea,
    document bytea,
    state text not null check (state in ('open', 'done', 'dropped')),
    opened_at timestamptz not null,
    closed_at timestamptz,
    service_code text,
    seal text check (seal in ('awaited', 'set')),
    sealed bytea,
    check ((state = 'open') = (closed_at is null)),
    check ((state = 'done') = (document is not null)),
    constraint signings_of_what check ((task_id is null) = (service_code is not null)),
    constraint signings_sealed check ((seal is not distinct from 'set') = (sealed is not null))
);
create unique index one_open_signing on signings (task_id) where state = 'open';
create index signings_of_case on signings (case_id);
grant select, insert, update (case_id, case_version, title, titles, page, language, content, document, state,
    closed_at, seal, sealed) on signings to mms_app;

-- Who signs, in which place. The office is that in which they do; without one they sign for themselves.
create table signers (
    signing_id uuid not null references signings,
    place smallint not null,
    municipality_id smallint not null,
    applicant_id bigint not null,
    person_id bigint not null references people,
    role text,
    unit_code text,
    signed_at timestamptz,
    method text check (method in ('card', 'paper')),
    certificate bytea,
    primary key (signing_id, place),
    unique (signing_id, person_id),
    check ((signed_at is null) = (method is null)),
    check ((method is not distinct from 'card') = (certificate is not null))
);
create index signers_waited_for on signers (person_id) where signed_at is null;
grant select, insert, update (signed_at, method, certificate) on signers to mms_app;

-- What the server has asked a card to sign, for minutes. The person sees the hash alone.
create table preparations (
    id uuid primary key,
    signing_id uuid not null references signings,
    person_id bigint not null references people,
    certificate bytea not null,
    kept bytea not null,
    kept_digest bytea not null,
    expires_at timestamptz not null
);
create index preparations_by_age on preparations (expires_at);
grant select, insert, delete on preparations to mms_app;

-- A number of an act between its reservation and its end: an act bears it, or it says why none does. A number that
-- was given up is free and goes to the next act. Numbers that were never reserved have no row here.
create table reserved_numbers (
    municipality_id smallint not null references municipalities,
    series text not null,
    year int not null,
    n int not null check (n > 0),
    number text not null,
    state text not null check (state in ('reserved', 'free', 'used', 'voided')),
    signing_id uuid references signings,
    case_id uuid references cases,
    reason text,
    reserved_at timestamptz not null,
    settled_at timestamptz,
    -- How often an act was not signed that the number was reserved for; then another act may bear it.
    given_up int not null default 0 check (given_up >= 0),
    primary key (municipality_id, series, year, n),
    unique (municipality_id, number),
    check (state <> 'reserved' or signing_id is not null),
    check ((state = 'used') = (case_id is not null)),
    check ((state = 'voided') = (coalesce(reason, '') <> '')),
    check ((state in ('used', 'voided')) = (settled_at is not null))
);
create index reserved_numbers_unsettled on reserved_numbers (municipality_id) where state in ('reserved', 'free');
create unique index one_number_of_signing on reserved_numbers (signing_id) where state = 'reserved';
grant select, insert, update (state, signing_id, case_id, reason, reserved_at, settled_at, given_up)
    on reserved_numbers to mms_app;
