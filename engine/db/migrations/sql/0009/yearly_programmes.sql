-- The social and health programme of a municipality's year, and each amendment of it: drafted, submitted, adopted by the council.
-- What is adopted goes to `programmes`, as sub-programmes in force from a day on.
create table yearly_programmes (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    year smallint not null check (year between 2000 and 2999),
    part smallint not null check (part >= 0), -- 0 is the programme of the year, the others amend it
    state text not null check (state in ('draft', 'submitted', 'kept', 'adopted', 'given_up')),
    case_id uuid not null references cases, -- that draws it up; another takes up what was kept
    reason text not null check (reason ~ '\S'),
    begun_at timestamptz not null,
    act_number text check (act_number ~ '\S'),
    act_on date,
    act_address text,
    valid_from date,
    adopted_at timestamptz,
    closed_at timestamptz, -- the year is over: nothing of it is amended any more
    closed_by bigint references people,
    check ((state = 'adopted') = (adopted_at is not null)),
    check ((adopted_at is null) = (act_number is null) and (adopted_at is null) = (act_on is null)),
    check ((adopted_at is null) = (valid_from is null) and valid_from >= act_on),
    check ((closed_at is null) = (closed_by is null) and (closed_at is null or state = 'adopted'))
);
-- What was given up may be begun again; two never draw up the same year at once.
create unique index yearly_programmes_once on yearly_programmes (municipality_id, year, part) where state <> 'given_up';
create unique index yearly_programmes_open on yearly_programmes (municipality_id, year)
    where state in ('draft', 'submitted', 'kept');
create index yearly_programmes_of_case on yearly_programmes (case_id);
grant select, insert, update on yearly_programmes to mms_app;
alter table yearly_programmes enable row level security;
create policy office on yearly_programmes using (municipality_id = any ((select my_municipalities())::int[]));

-- The sub-programmes of a programme as they are drafted, shaped as `programmes` has them, without validity and act.
create table drafted_sub_programmes (
    programme_id uuid not null references yearly_programmes,
    municipality_id smallint not null references municipalities,
    code text not null check (code ~ '^[a-z][a-z0-9_]*$'),
    content jsonb not null,
    version int not null check (version > 0),
    primary key (programme_id, code)
);
grant select, insert, update, delete on drafted_sub_programmes to mms_app;
alter table drafted_sub_programmes enable row level security;
create policy office on drafted_sub_programmes using (municipality_id = any ((select my_municipalities())::int[]));

-- Who changed what of a draft, and when; without content it was taken out.
create table sub_programme_changes (
    id bigint generated always as identity primary key,
    programme_id uuid not null references yearly_programmes,
    municipality_id smallint not null references municipalities,
    code text not null,
    content jsonb,
    changed_by bigint not null references people,
    changed_at timestamptz not null
);
create index sub_programme_changes_of on sub_programme_changes (programme_id, id desc);
grant select, insert on sub_programme_changes to mms_app;
alter table sub_programme_changes enable row level security;
create policy office on sub_programme_changes using (municipality_id = any ((select my_municipalities())::int[]));

-- An adopted programme enters its sub-programmes; one that was to begin later and does not any more is valid on no day.
create policy office_publishes on programmes for insert
    with check (municipality_id = any ((select my_municipalities())::int[]));
alter table programmes drop constraint programmes_check;
alter table programmes add constraint programmes_period check (valid_until >= valid_from);
