-- What a later act did to the act of a case. Append-only: an act may be corrected several times, and loses its force
-- once.
create table act_changes (
    id uuid primary key,
    case_id uuid not null references cases, -- whose act is changed
    by_case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    change text not null check (change in ('corrected', 'annulled', 'void', 'repealed')),
    since date not null,
    order_number text, -- of the act that changes
    correction text check (correction ~ '\S'),
    ground text not null check (ground ~ '\S'),
    law text,
    recorded_at timestamptz not null,
    check ((change = 'corrected') = (correction is not null)),
    check (case_id <> by_case_id)
);
create index act_changes_of_case on act_changes (case_id, recorded_at);
create unique index act_loses_its_force_once on act_changes (case_id) where change <> 'corrected';
grant select, insert on act_changes to mms_app;
alter table act_changes enable row level security;
create policy with_case on act_changes using (exists (select from cases c where c.id = case_id));

-- A case may also review the act of another, or take up anew what another asked for.
alter table case_links drop constraint case_links_kind_check;
alter table case_links add constraint case_links_kind_check
    check (kind in ('about', 'household', 'stage', 'review', 'anew'));
