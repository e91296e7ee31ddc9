-- A run may be planned because a settlement has lost its status: by nobody, once for each place and day. `since` is
-- the day from which the ground of its cases holds.
alter table runs
    alter column planned_by drop not null,
    add column cause text,
    add column since date,
    add constraint runs_planned_by_somebody check ((planned_by is null) = (cause is not null)),
    add constraint runs_caused_from_a_day check ((cause is null) = (since is null));
create unique index runs_by_cause on runs (municipality_id, service_code, cause) where cause is not null;
