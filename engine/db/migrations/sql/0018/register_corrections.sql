-- Corrections of register entries: proposed by one official, approved or sent back by another. `changed` has both values of
-- each field. An approved one is carried out by an entry of its own, which takes the place of the wrong one.
create table register_corrections (
    id uuid primary key,
    entry_id uuid not null references register_entries,
    register text not null,
    version_id int not null references service_versions, -- of a service whose register file names the fields
    municipality_id smallint not null references municipalities,
    person_id bigint references people, -- whom the entry is about
    entry_until date, -- to which day the entry held when this was proposed
    changed jsonb not null check (jsonb_typeof(changed) = 'object' and changed <> '{}'),
    ground text not null check (ground in ('error_in_writing', 'later_act', 'court')),
    act_number text check (act_number ~ '\S'),
    act_date date,
    reason text not null check (reason ~ '\S'),
    proposed_by bigint not null references people,
    proposed_at timestamptz not null,
    outcome text check (outcome in ('approved', 'returned', 'taken_back')),
    ended_by bigint references people,
    ended_at timestamptz,
    remark text check (remark ~ '\S'),
    corrected_id uuid references register_entries,
    check ((ground = 'error_in_writing') = (act_number is null)),
    check ((act_number is null) = (act_date is null)),
    check ((outcome is null) = (ended_by is null) and (outcome is null) = (ended_at is null)),
    check (coalesce(outcome = 'approved', false) = (corrected_id is not null)),
    check (coalesce(outcome = 'returned', false) = (remark is not null)),
    -- Four eyes: nobody judges their own proposal, and nobody takes another's back.
    check ((outcome = 'taken_back') = (ended_by = proposed_by))
);
create unique index register_corrections_waiting on register_corrections (entry_id) where outcome is null;
create unique index register_corrections_made on register_corrections (entry_id) where outcome = 'approved';
create unique index register_corrections_by_result on register_corrections (corrected_id) where corrected_id is not null;
create index register_corrections_of_municipality on register_corrections (municipality_id, proposed_at)
    where outcome is null;
create index register_corrections_of_person on register_corrections (person_id) where outcome = 'approved';
grant select, insert, update (outcome, ended_by, ended_at, remark, corrected_id) on register_corrections to mms_app;
-- Whom the entry is about reads what was corrected, and not what was proposed and sent back.
alter table register_corrections enable row level security;
create policy principal on register_corrections using (
    municipality_id = any ((select my_municipalities())::int[])
    or person_id = (select my_person()) and outcome = 'approved');
create policy within_reach on register_corrections as restrictive using ((select my_areas()) is null);
