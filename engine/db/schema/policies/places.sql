-- Places are reference data: everyone reads, the system writes.

alter table municipalities enable row level security;
create policy readable on municipalities for select using (true);
create policy system_writes on municipalities using ((select is_system())) with check ((select is_system()));

alter table units enable row level security;
create policy readable on units for select using (true);
create policy system_writes on units using ((select is_system())) with check ((select is_system()));

alter table settlements enable row level security;
create policy readable on settlements for select using (true);
create policy system_writes on settlements using ((select is_system())) with check ((select is_system()));

alter table centers enable row level security;
create policy readable on centers for select using (true);
create policy system_writes on centers using ((select is_system())) with check ((select is_system()));
