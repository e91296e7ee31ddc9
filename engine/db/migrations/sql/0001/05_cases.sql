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
    status text not null check (status in ('received', 'in_review', 'decided', 'left_without_decision', 'closed')),
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
    chain_head bytea not null
) with (fillfactor = 70);
create index cases_of_applicant on cases (applicant_id, filed_at desc);
create index cases_of_municipality on cases (municipality_id, filed_at desc);

create table submissions (
    id uuid primary key,
    case_id uuid not null unique references cases,
    municipality_id smallint not null references municipalities,
    filed_by bigint not null references people,
    answers bytea not null,
    digest bytea not null,
    filed_at timestamptz not null,
    received_at timestamptz not null
);

create table drafts (
    person_id bigint not null references people,
    municipality_id smallint not null references municipalities,
    service_code text not null,
    answers jsonb not null,
    saved_at timestamptz not null,
    primary key (person_id, municipality_id, service_code)
);

-- The statutory time of a case.
create table clocks (
    case_id uuid primary key references cases,
    term jsonb not null,
    on_expiry text not null check (on_expiry in ('refusal_by_silence', 'consent_by_silence', 'escalate')),
    started_on date not null,
    last_day date not null,
    due_at timestamptz not null,
    state text not null check (state in ('running', 'paused', 'expired', 'stopped')),
    derivation jsonb not null,
    deemed_outcome text
);

create table clock_pauses (
    case_id uuid not null references cases,
    from_on date not null,
    until_on date,
    reason text not null,
    check (until_on is null or until_on >= from_on)
);
create unique index one_open_pause on clock_pauses (case_id) where until_on is null;

create table number_series (
    municipality_id smallint not null references municipalities,
    series text not null,
    year int not null,
    last int not null,
    primary key (municipality_id, series, year)
);
