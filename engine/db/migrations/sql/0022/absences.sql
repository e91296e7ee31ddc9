-- Officials who are away, and who stands in for them. Why somebody is away is nobody's business and has no column.
create table absences (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    person_id bigint not null references people,
    substitute_id bigint references people check (substitute_id <> person_id),
    first_on date not null,
    until date not null check (until >= first_on), -- the day they are back; equal to the first one: it never began
    state text not null check (state in ('asked', 'approved', 'declined', 'withdrawn')),
    act text check (act ~ '\S'), -- by which it was approved
    reason text check (reason ~ '\S'), -- why it was declined
    entered_by bigint not null references people,
    entered_at timestamptz not null,
    decided_by bigint references people,
    decided_at timestamptz,
    handed_over_at timestamptz, -- when what the person had in hand went to the substitute or the lists
    given_back_at timestamptz,
    check ((decided_by is null) = (decided_at is null)),
    check (reason is null or state = 'declined'),
    constraint absent_once exclude using gist (
        person_id with =, municipality_id with =, daterange(first_on, until) with &&)
        where (state in ('asked', 'approved'))
);
create index absences_of on absences (municipality_id, first_on desc);
grant select, insert,
    update (until, state, act, reason, decided_by, decided_at, handed_over_at, given_back_at) on absences to mms_app;
alter table absences enable row level security;
create policy office on absences using ((select is_system()) or municipality_id = any ((select my_municipalities())::int[]));

-- Steps that went to the substitute when an absence began: who is back gets those that are still open.
create table handed_tasks (
    absence_id uuid not null references absences,
    task_id uuid not null references tasks,
    municipality_id smallint not null references municipalities,
    primary key (absence_id, task_id)
);
grant select, insert on handed_tasks to mms_app;
alter table handed_tasks enable row level security;
create policy office on handed_tasks using (municipality_id = any ((select my_municipalities())::int[]));

-- An office that is held for an absence, and so in the place of one certain official.
alter table role_grants add column absence_id uuid references absences;
alter table role_grants add constraint role_grants_for_absence check (absence_id is null or is_acting);
