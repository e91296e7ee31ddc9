-- Those see a row who work at the centre, or worked there on its day; and the municipality whose money it is.

alter table cash_rules enable row level security;
create policy system_writes on cash_rules using ((select is_system())) with check ((select is_system()));
create policy readable on cash_rules for select using (true);

alter table cash_series enable row level security;
create policy system_writes on cash_series using ((select is_system())) with check ((select is_system()));

alter table cash_receipts enable row level security;
create policy system_writes on cash_receipts using ((select is_system())) with check ((select is_system()));
create policy of_center on cash_receipts for select using (worked_at(center, received_on));
create policy office on cash_receipts for select
    using (municipality_id = any ((select my_municipalities())::int[]));

alter table cash_voids enable row level security;
create policy system_writes on cash_voids using ((select is_system())) with check ((select is_system()));
create policy with_receipt on cash_voids for select
    using (exists (select from cash_receipts r where r.id = receipt_id));

alter table cash_counts enable row level security;
create policy system_writes on cash_counts using ((select is_system())) with check ((select is_system()));
create policy of_center on cash_counts for select using (worked_at(center, on_day));

alter table cash_confirmations enable row level security;
create policy system_writes on cash_confirmations
    using ((select is_system())) with check ((select is_system()));
create policy of_center on cash_confirmations for select using (worked_at(center, on_day));

alter table cash_deposits enable row level security;
create policy system_writes on cash_deposits using ((select is_system())) with check ((select is_system()));
create policy of_center on cash_deposits for select using (worked_at(center, deposited_on));
create policy office on cash_deposits for select
    using (municipality_id = any ((select my_municipalities())::int[]));

alter table cash_deposited enable row level security;
create policy system_writes on cash_deposited using ((select is_system())) with check ((select is_system()));
create policy with_receipt on cash_deposited for select
    using (exists (select from cash_receipts r where r.id = receipt_id));
