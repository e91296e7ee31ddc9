-- What waits is visible with its case; what is under way between cases is nobody's to read.

alter table timers enable row level security;
create policy with_case on timers using (exists (select from cases c where c.id = case_id));

alter table jobs enable row level security;
create policy with_case on jobs using (exists (select from cases c where c.id = case_id));

alter table messages_awaited enable row level security;
create policy with_case on messages_awaited using (exists (select from cases c where c.id = case_id));

-- What is under way between cases is nobody's to read. A case's own step may send, whoever takes the step.
alter table messages enable row level security;
create policy system_only on messages using (
    (select is_system()) and municipality_id = any ((select my_municipalities())::int[]));
create policy sent_by_case on messages for insert with check (
    exists (select from cases c where c.id = sent_by and c.municipality_id = messages.municipality_id));

alter table signals enable row level security;
create policy system_only on signals using (
    (select is_system()) and municipality_id = any ((select my_municipalities())::int[]));

alter table signal_deliveries enable row level security;
create policy system_only on signal_deliveries using (
    (select is_system()) and municipality_id = any ((select my_municipalities())::int[]));

alter table incidents enable row level security;
create policy with_case on incidents using (exists (select from cases c where c.id = case_id));
