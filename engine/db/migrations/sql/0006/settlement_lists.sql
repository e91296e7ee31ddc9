-- By which act a settlement is as it is; null where it is as files say, which then may say otherwise.
alter table settlements add column act text check (act ~ '\S');

-- A table of high-mountain settlements that one administrator of the country proposes and another approves.
create table settlement_lists (
    id uuid primary key,
    act text not null check (act ~ '\S'),
    first_on date not null, -- from which day what it ends is listed no more
    is_whole boolean not null, -- whether it names every settlement of its municipalities
    cells jsonb not null,
    proposed_by bigint not null references people,
    proposed_at timestamptz not null,
    outcome text check (outcome in ('approved', 'declined')),
    ended_by bigint references people,
    ended_at timestamptz,
    check ((outcome is null) = (ended_by is null) and (outcome is null) = (ended_at is null)),
    check (outcome is distinct from 'approved' or ended_by <> proposed_by)
);
create index settlement_lists_open on settlement_lists (proposed_at) where outcome is null;
grant select, insert, update on settlement_lists to mms_app;
alter table settlement_lists enable row level security;
create policy system_alone on settlement_lists using ((select is_system())) with check ((select is_system()));
