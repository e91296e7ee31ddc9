-- Counts how often a unit was renamed, so that of two who rename it at once the later one is told.
alter table units add column version integer not null default 1;
