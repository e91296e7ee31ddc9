-- Nobody but the system and the functions of the database.

-- No policy: only the functions that note and tell answers see it.
alter table system_answers enable row level security;

alter table installation enable row level security;
create policy system_only on installation using ((select is_system())) with check ((select is_system()));

-- Every program asks at its start; the owner of the schema writes.
alter table schema_functions enable row level security;
create policy readable on schema_functions for select using (true);
