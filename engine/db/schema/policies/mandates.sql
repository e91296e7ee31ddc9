-- A mandate is shown to whom it concerns; registers are asked by the system.

alter table mandates enable row level security;
create policy concerned on mandates for select using (
    representative_id = (select my_writer()) or represented_id = (select my_writer()) or (select is_system()));
create policy system_writes on mandates using ((select is_system())) with check ((select is_system()));

alter table mandate_answers enable row level security;
create policy concerned on mandate_answers for select using (
    representative_id = (select my_writer()) or (select is_system()));
create policy system_writes on mandate_answers using ((select is_system())) with check ((select is_system()));
