-- Metres above sea level, where a source says it; null where nobody knows.
alter table settlements add column altitude smallint check (altitude >= 0);
