-- Runs: cases of a service for many entries of a register.

-- A run opens cases of a service for many entries of a register. What was planned is what is carried out: each
-- entry that was chosen is a row, settled once, and its case has an id that follows from the two. A run may be planned
-- because a settlement has lost its status: by nobody, once for each place and day.
create table runs (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    service_code text not null,
    register text not null,
    condition text not null,
    unit_code text references units (code),
    ground text not null check (ground ~ '\S'),
    state text not null check (state in ('choosing', 'planned', 'running', 'paused', 'stopped', 'done')),
    looked_at int not null default 0, -- entries of the register that were held against the condition
    looked_to uuid, -- the last of them
    planned_by bigint references people,
    planned_at timestamptz not null,
    started_by bigint references people,
    started_at timestamptz,
    ended_at timestamptz,
    cause text,
    since date, -- the day from which the ground of its cases holds
    check ((started_by is null) = (started_at is null)),
    check (state in ('choosing', 'planned', 'stopped') or started_at is not null),
    check ((state in ('stopped', 'done')) = (ended_at is not null)),
    constraint runs_planned_by_somebody check ((planned_by is null) = (cause is not null)),
    constraint runs_caused_from_a_day check ((cause is null) = (since is null))
);
create index runs_of_municipality on runs (municipality_id, planned_at desc);
create unique index runs_by_cause on runs (municipality_id, service_code, cause) where cause is not null;
grant select, insert, update (state, looked_at, looked_to, started_by, started_at, ended_at)
    on runs to mms_app;

-- An entry that a run chose: settled once.
create table run_entries (
    run_id uuid not null references runs,
    entry_id uuid not null references register_entries,
    municipality_id smallint not null references municipalities,
    person_id bigint references people,
    unit_code text,
    foreseen text, -- why no case would have been opened when it was chosen
    outcome text not null default 'waiting' check (outcome in ('waiting', 'opened', 'skipped')),
    reason text,
    case_id uuid unique references cases,
    settled_at timestamptz,
    primary key (run_id, entry_id),
    check ((outcome = 'opened') = (case_id is not null)),
    check ((outcome = 'skipped') = (reason is not null)),
    check ((outcome = 'waiting') = (settled_at is null))
);
create index run_entries_waiting on run_entries (run_id, entry_id) where outcome = 'waiting';
create index run_entries_of_person on run_entries (person_id);
grant select, insert, update (outcome, reason, case_id, settled_at) on run_entries to mms_app;
