-- The last day of a list whose act names one: settlements that its rows name are listed no longer than that.
alter table settlement_lists add column last_on date check (last_on >= first_on);

-- What an approved list has changed of settlements: each as it was and as it is since.
create table settlement_changes (
    list_id uuid not null references settlement_lists,
    settlement text not null references settlements,
    what text not null check (what in ('new', 'changed', 'ended')),
    before jsonb,
    after jsonb not null,
    primary key (list_id, settlement),
    check ((what = 'new') = (before is null))
);
create index settlement_changes_of on settlement_changes (settlement);
grant select, insert on settlement_changes to mms_app;
alter table settlement_changes enable row level security;
create policy system_alone on settlement_changes using ((select is_system())) with check ((select is_system()));
