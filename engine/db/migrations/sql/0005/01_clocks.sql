-- A case has its own clock, named 'case', and one for each stage that its service declares and its diagram starts.
-- A clock that stands still has no last day.
alter table clocks add column name text not null default 'case';
alter table clocks alter column name drop default;
alter table clocks drop constraint clocks_pkey;
alter table clocks add primary key (case_id, name);
alter table clocks alter column last_day drop not null, alter column due_at drop not null;
alter table clocks add column reminded smallint not null default 0 check (reminded between 0 and 99);
update clocks set last_day = null, due_at = null where state = 'paused';
-- Clocks from before reminders remind nobody: no timer was set for it.
update clocks set reminded = 99;
alter table clocks add check (state not in ('running', 'expired') or (last_day is not null and due_at is not null));
alter table clocks add check (state <> 'paused' or (last_day is null and due_at is null));

-- A pause holds one clock, or all of the case where it names none.
alter table clock_pauses add column clock text;
drop index one_open_pause;
create unique index one_open_pause on clock_pauses (case_id, clock) nulls not distinct where until_on is null;
create index clock_pauses_of_case on clock_pauses (case_id);

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
alter table clock_changes enable row level security;
create policy with_case on clock_changes using (exists (select from cases c where c.id = case_id));
grant select, insert on clock_changes to mms_app;

-- The share of a term that its people were last reminded of.
alter table tasks add column reminded smallint;

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
alter table staff_notices enable row level security;
-- Not for the applicant: who works on a case is the municipality's business.
create policy of_the_office on staff_notices using (municipality_id = any ((select my_municipalities())::int[]));
grant select, insert, update (mailed_at) on staff_notices to mms_app;
