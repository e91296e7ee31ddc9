-- Decisions that tables made without a clerk, and the samples by which heads review decisions.
create table automatic_decisions (
    case_id uuid primary key references cases,
    municipality_id smallint not null references municipalities,
    decision text not null, -- the table that decided
    decided_at timestamptz not null
);
create index automatic_decisions_of on automatic_decisions (municipality_id, decided_at desc);
grant select, insert on automatic_decisions to mms_app;
alter table automatic_decisions enable row level security;
create policy with_case on automatic_decisions using (exists (select from cases c where c.id = case_id));

-- What a sample was drawn of, and the seed by which the same draw can be repeated.
create table quality_samples (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    service_code text not null,
    since date not null,
    until date not null check (until >= since),
    kind text not null check (kind in ('any', 'automatic', 'by_people')),
    ground text check (ground ~ '\S'),
    clerk_id bigint references people,
    seed text not null,
    among int not null check (among > 0), -- decisions that it was drawn from
    drawn_by bigint not null references people,
    drawn_at timestamptz not null
);
create index quality_samples_of on quality_samples (municipality_id, drawn_at desc);
grant select, insert on quality_samples to mms_app;
alter table quality_samples enable row level security;
create policy office on quality_samples using (municipality_id = any ((select my_municipalities())::int[]));

-- The decisions of a sample; what a check found is written once.
create table quality_checks (
    sample_id uuid not null references quality_samples,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    place smallint not null check (place > 0),
    findings jsonb,
    result text check (result in ('right', 'flawed', 'wrong')),
    remedy text check (remedy in ('none', 'corrected', 'review', 'table', 'training')),
    remarks text not null default '',
    checked_by bigint references people,
    checked_at timestamptz,
    primary key (sample_id, case_id),
    unique (sample_id, place),
    check ((result is null) = (checked_at is null) and (result is null) = (checked_by is null)
        and (result is null) = (remedy is null) and (result is null) = (findings is null)),
    check (result = 'right' or remedy <> 'none')
);
create index quality_checks_of_case on quality_checks (case_id);
grant select, insert, update (findings, result, remedy, remarks, checked_by, checked_at) on quality_checks to mms_app;
alter table quality_checks enable row level security;
create policy office on quality_checks using (municipality_id = any ((select my_municipalities())::int[]));
