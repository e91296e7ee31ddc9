-- A unit is set up by an act and dissolved by another. What an installation begins with has neither.
alter table units
    add column valid_from date,
    add column valid_until date,
    add column act text check (act ~ '\S'),
    add column ended_by text check (ended_by ~ '\S'),
    add constraint units_period check (valid_until is null or valid_from is null or valid_until >= valid_from),
    add constraint units_end check ((valid_until is null) = (ended_by is null));

-- Somebody who acts for an official does so for a time that is named.
alter table role_grants
    add column is_acting boolean not null default false,
    add constraint role_grants_acting check (not is_acting or valid_until is not null);
