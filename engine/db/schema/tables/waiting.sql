-- What waits for time, for another system or for a message, and what stopped there.

-- What waits for time. A timer belongs to a token of the diagram or to a clock: its end, or with a share the next
-- reminder of it. A timer of a step may follow a clock of the case, which its term names: while that clock stands still,
-- or has not begun, nobody knows when the timer is due.
create table timers (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    token text, -- null: a clock
    due_at timestamptz,
    term jsonb, -- a timer on a term moves when the calendar does
    started_on date,
    retry_at timestamptz, -- a timer whose step failed is tried again later; its legal instant stays what it is
    clock text,
    share smallint,
    claimed_until timestamptz, -- whoever fires it claims it for a while first
    check ((token is null) = (clock is not null)),
    check (share is null or clock is not null),
    check (due_at is not null or (token is not null and term ? 'clock'))
) with (fillfactor = 85); -- claiming changes no column that is indexed, so there is room to do it in place
create index timers_due on timers (due_at);
create unique index timers_once on timers (case_id, token, clock, (share is not null)) nulls not distinct;
grant select, insert, update, delete on timers to mms_app;

-- What waits for another system. The cause of a job's failure lies in its incident.
create table jobs (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    token text not null,
    operation text not null,
    inputs jsonb not null,
    state text not null check (state in ('queued', 'done', 'incident', 'skipped', 'cancelled')),
    created_at timestamptz not null,
    finished_at timestamptz,
    error_code text,
    error_detail text,
    -- How often the other system did not answer. The queue's own count also rises when a worker dies or our database is
    -- away, and that is no reason to give the other system up.
    unanswered smallint not null default 0,
    unique (case_id, token)
);
grant select, insert, update on jobs to mms_app;

-- What waits for a message or signal. Whoever waits, waits for a message that names the case's number or the key that
-- its diagram gives.
create table messages_awaited (
    case_id uuid not null references cases,
    municipality_id smallint not null,
    token text not null,
    name text not null,
    kind text not null check (kind in ('message', 'signal')),
    correlation_key text not null,
    awaited_at timestamptz not null,
    primary key (case_id, token)
);
create index messages_awaited_by_key on messages_awaited (municipality_id, name, correlation_key);
grant select, insert, delete on messages_awaited to mms_app;

-- A message for a case, from outside or from another case. One that comes before anybody waits for it is kept
-- for its lifetime. Its content is erased when it is settled: then it lies in the case, or nobody wanted it.
create table messages (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    name text not null,
    correlation_key text not null,
    message_id text, -- the sender's own: the same message sent twice is one
    digest bytea not null,
    payload jsonb,
    sent_by uuid references cases,
    published_at timestamptz not null,
    expires_at timestamptz not null,
    state text not null default 'kept' check (state in ('kept', 'delivered', 'expired', 'dropped')),
    case_id uuid references cases,
    token text,
    settled_at timestamptz,
    unique (municipality_id, name, message_id),
    check ((state = 'kept') = (settled_at is null)),
    check ((state = 'delivered') = (case_id is not null and token is not null)),
    check (state = 'kept' or payload is null)
);
create index messages_kept on messages (municipality_id, name, correlation_key) where state = 'kept';
create index messages_expiring on messages (expires_at) where state = 'kept';
grant select, insert, update on messages to mms_app;

-- A signal reaches every case of the municipality that waits for it when it is thrown.
create table signals (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    name text not null,
    payload jsonb,
    thrown_by uuid references cases,
    thrown_at timestamptz not null
);
grant select, insert on signals to mms_app;

-- Which case a signal has to reach, and whether it has.
create table signal_deliveries (
    signal_id uuid not null references signals,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    state text not null default 'queued' check (state in ('queued', 'delivered', 'missed', 'dropped')),
    settled_at timestamptz,
    primary key (signal_id, case_id),
    check ((state = 'queued') = (settled_at is null))
);
create index signal_deliveries_of_case on signal_deliveries (case_id);
grant select, insert, update on signal_deliveries to mms_app;

-- What stopped and waits for people. A job, timer, message or signal has at most one open incident in a case. A case that
-- asked for another one, which could not be opened, is an incident of the one that asked, which may be over.
create table incidents (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    kind text not null check (kind in ('job', 'timer', 'message', 'signal', 'step', 'proceeding')),
    subject uuid not null, -- the job, timer, message, signal or task
    token text not null,
    code text not null,
    params jsonb not null,
    attempts int not null,
    opened_at timestamptz not null,
    failed_at timestamptz not null, -- the last time
    retried_at timestamptz, -- set while another attempt is on its way
    state text not null default 'open' check (state in ('open', 'resolved')),
    resolved_at timestamptz,
    resolved_by bigint references people,
    how text check (how in ('retried', 'skipped', 'moved', 'overtaken')),
    why text,
    check ((state = 'resolved') = (resolved_at is not null)),
    check ((state = 'resolved') = (how is not null)),
    check (how is distinct from 'skipped' or why is not null)
);
create unique index one_open_incident on incidents (case_id, kind, subject) where state = 'open';
create index incidents_open on incidents (municipality_id, opened_at, id) where state = 'open';
create index incidents_of_subject on incidents (subject) where state = 'open';
create index incidents_of_case on incidents (case_id);
grant select, insert, update on incidents to mms_app;
