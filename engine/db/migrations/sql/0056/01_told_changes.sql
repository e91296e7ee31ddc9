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
grant select, insert on told_changes to mms_app;
grant update (state, attempts, code, failing_since, failed_at, receipt, note, settled_by, ended_at)
    on told_changes to mms_app;
alter table told_changes enable row level security;
create policy principal on told_changes using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));

-- A change waits for those before it, in whichever municipality they came about.
create function change_is_next(p_id uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (
        select from told_changes mine join told_changes earlier
            on earlier.consumer = mine.consumer and earlier.person_id = mine.person_id
            and earlier.number < mine.number and earlier.state in ('waiting', 'refused')
        where mine.id = p_id)
$$;
revoke execute on function change_is_next(uuid) from public;
grant execute on function change_is_next(uuid) to mms_app;

-- Monitoring learns how many changes have not reached their consumers for long, and nothing else of them.
create function late_changes(p_before timestamptz, p_most int) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from (
        select from told_changes t
        where t.state in ('waiting', 'refused') and t.recorded_at < p_before limit p_most
    ) late
$$;
revoke execute on function late_changes(timestamptz, int) from public;
grant execute on function late_changes(timestamptz, int) to mms_app;
