-- Who reads chains of events and the keys of commands.

alter table step_events enable row level security;
create policy with_case on step_events using (exists (select from cases c where c.id = case_id));

alter table streams enable row level security;
create policy append on streams using (true);

alter table stream_events enable row level security;
create policy append on stream_events for insert with check (true);
-- Found by the key of the case, not by looking through all cases. Whose a step was is the office's own.
create policy read_own on stream_events for select using (
    (select is_system()) or stream = 'sign-ins/' || (select my_writer())
    or exists (select from cases c where c.id = case_of_stream(stream)
        and (stream like 'reads/%' or c.municipality_id = any ((select my_municipalities())::int[]))));

alter table command_keys enable row level security;
create policy own on command_keys using (
    actor = case when (select is_system()) then 'system' else 'person:' || coalesce((select my_writer())::text, 'None') end);
