-- Who sees what registers of the state said.

alter table register_answers enable row level security;
create policy principal on register_answers using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));

alter table registry_feed enable row level security;
create policy system_only on registry_feed using ((select is_system()));

alter table registry_events enable row level security;
create policy principal on registry_events using (
    (select is_system()) or person_id = (select my_person()));

alter table registry_events_followed enable row level security;
create policy principal on registry_events_followed using (
    municipality_id = any ((select my_municipalities())::int[]));
