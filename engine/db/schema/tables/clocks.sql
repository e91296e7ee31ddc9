-- The statutory times of cases, and of what their staff is reminded.

-- The statutory time of a case. A case has its own clock, named 'case', and one for each stage that its service declares
-- and its diagram starts. A clock that stands still has no last day.
create table clocks (
    case_id uuid not null references cases,
    term jsonb not null,
    on_expiry text not null check (on_expiry in ('refusal_by_silence', 'consent_by_silence', 'escalate')),
    started_on date not null,
    last_day date,
    due_at timestamptz,
    state text not null check (state in ('running', 'paused', 'expired', 'stopped')),
    derivation jsonb not null,
    deemed_outcome text,
    name text not null,
    -- The largest share of the term, in hundredths, that its people were reminded of.
    reminded smallint not null default 0 check (reminded between 0 and 99),
    primary key (case_id, name),
    check (state not in ('running', 'expired') or (last_day is not null and due_at is not null)),
    check (state <> 'paused' or (last_day is null and due_at is null))
);
grant select, insert, update on clocks to mms_app;

-- When a clock stood still. A pause holds one clock, or all of the case where it names none.
create table clock_pauses (
    case_id uuid not null references cases,
    from_on date not null,
    until_on date,
    reason text not null,
    clock text,
    check (until_on is null or until_on >= from_on)
);
create unique index one_open_pause on clock_pauses (case_id, clock) nulls not distinct where until_on is null;
create index clock_pauses_of_case on clock_pauses (case_id);
grant select, insert, update on clock_pauses to mms_app;

-- What happened to a term, in order: it was extended (the longer term counts from the same start) or begun anew.
create table clock_changes (
    case_id uuid not null,
    clock text not null,
    seq smallint not null,
    kind text not null check (kind in ('extended', 'restarted')),
    changed_on date not null,
    term jsonb,
    reason text not null,
    recorded_at timestamptz not null,
    primary key (case_id, clock, seq),
    foreign key (case_id, clock) references clocks (case_id, name),
    check ((kind = 'extended') = (term is not null))
);
grant select, insert on clock_changes to mms_app;

-- Mail to the staff of a case. Like the mail of a letter, it is queued in the commit that causes it.
create table staff_notices (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    person_id bigint not null references people,
    kind text not null check (kind in ('reminded', 'expired')),
    clock text not null,
    share smallint,
    last_day date not null,
    written_at timestamptz not null,
    mailed_at timestamptz,
    check ((kind = 'reminded') = (share is not null))
);
create index staff_notices_of_case on staff_notices (case_id);
grant select, insert, update (mailed_at) on staff_notices to mms_app;
