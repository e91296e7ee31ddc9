-- What the tables of a draft would have decided in past cases, as it was asked for last. The tally has numbers of single
-- cases: it is the engine's alone, and gone with the end; the report is what may be told.
create table replays (
    id uuid primary key,
    draft_id uuid not null unique references service_drafts,
    code text not null,
    law text not null check (law in ('then', 'today')),
    months int not null check (months > 0),
    since date not null, -- cases that were filed from this day on
    files jsonb not null, -- of the draft as it was: tables, their words, the diagram
    asked_by bigint not null references people,
    asked_at timestamptz not null,
    state text not null default 'running' check (state in ('running', 'done', 'stopped')),
    batches int not null default 0,
    cursor jsonb,
    tally jsonb,
    report jsonb,
    reason text,
    ended_at timestamptz,
    check ((state = 'running') = (ended_at is null)),
    check ((state = 'running') = (tally is not null)),
    check ((state = 'done') = (report is not null))
);

alter table replays enable row level security;
create policy engine_alone on replays using ((select is_system())) with check ((select is_system()));
grant select, insert, delete on replays to mms_app;
grant update (state, batches, cursor, tally, report, reason, ended_at) on replays to mms_app;
