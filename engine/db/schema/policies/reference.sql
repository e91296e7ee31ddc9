-- Reference data: everyone reads, the system writes.

alter table reference_state enable row level security;
create policy readable on reference_state for select using (true);

alter table holidays enable row level security;
create policy readable on holidays for select using (true);
create policy system_writes on holidays using ((select is_system())) with check ((select is_system()));

alter table parameters enable row level security;
create policy readable on parameters for select using (true);
create policy system_writes on parameters using ((select is_system())) with check ((select is_system()));

alter table parameter_names enable row level security;
create policy readable on parameter_names for select using (true);
create policy system_writes on parameter_names using ((select is_system())) with check ((select is_system()));

alter table programmes enable row level security;
create policy readable on programmes for select using (true);
create policy system_writes on programmes using ((select is_system())) with check ((select is_system()));

alter table life_events enable row level security;
create policy readable on life_events for select using (true);
create policy system_writes on life_events using ((select is_system())) with check ((select is_system()));

alter table switches enable row level security;
create policy readable on switches for select using (true);
create policy system_writes on switches using ((select is_system())) with check ((select is_system()));

alter table municipality_settings enable row level security;
create policy readable on municipality_settings for select using (true);
create policy system_writes on municipality_settings
    using ((select is_system())) with check ((select is_system()));
