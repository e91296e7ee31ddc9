-- What waits: for a person, for another system, for time, for a message.
create table tasks (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    applicant_id bigint not null,
    token text not null,
    element text not null,
    form_id text not null,
    role text,
    unit_code text,
    person_id bigint references people,
    claimed_by bigint references people,
    state smallint not null default 0 check (state in (0, 1, 2)), -- open, done, cancelled
    opened_at timestamptz not null,
    due_at timestamptz,
    term jsonb, -- where due_at comes from a term: its name, number, unit, law
    deadline_at timestamptz not null,
    closed_at timestamptz,
    closed_by bigint references people,
    answers jsonb,
    unique (case_id, token),
    check (state <> 1 or answers is not null)
) with (fillfactor = 85);
create index tasks_inbox on tasks (municipality_id, role, deadline_at, id) where state = 0;
create index tasks_mine on tasks (claimed_by, deadline_at, id) where state = 0;
create index tasks_of_person on tasks (person_id, deadline_at, id) where state = 0;

create table timers (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    token text, -- null: the case's own clock
    due_at timestamptz not null,
    term jsonb, -- a timer on a term moves when the calendar does
    started_on date,
    unique nulls not distinct (case_id, token)
);
create index timers_due on timers (due_at);

create table jobs (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    token text not null,
    operation text not null,
    inputs jsonb not null,
    state text not null check (state in ('queued', 'done', 'incident', 'cancelled')),
    created_at timestamptz not null,
    finished_at timestamptz,
    error_code text,
    error_detail text,
    unique (case_id, token)
);
create index jobs_incidents on jobs (municipality_id, created_at) where state = 'incident';

create table messages_awaited (
    case_id uuid not null references cases,
    municipality_id smallint not null,
    token text not null,
    name text not null,
    primary key (case_id, token)
);

-- Files lie in the file store under their digest; a row says whose they are.
create table documents (
    id uuid primary key,
    digest bytea not null,
    municipality_id smallint not null references municipalities,
    case_id uuid references cases,
    owner_id bigint references people,
    kind text not null check (kind in ('upload', 'draft', 'order')),
    name text not null,
    title text not null,
    type text not null,
    size int not null,
    added_at timestamptz not null
);
create index documents_of_case on documents (case_id, added_at);
create index documents_by_digest on documents (digest);

create table letters (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    applicant_id bigint not null,
    template text not null,
    language text not null,
    subject text not null,
    body text not null,
    document bytea,
    sent_at timestamptz not null,
    mailed_at timestamptz,
    read_at timestamptz
);
create index letters_of_applicant on letters (applicant_id, sent_at desc);
create index letters_of_case on letters (case_id, sent_at);
