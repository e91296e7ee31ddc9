-- Budgets are their office's; what a case asked for is visible with it.

alter table budget_lines enable row level security;
create policy office on budget_lines using (municipality_id = any ((select my_municipalities())::int[]));

alter table budget_changes enable row level security;
create policy office on budget_changes using (municipality_id = any ((select my_municipalities())::int[]));

alter table budget_requests enable row level security;
create policy with_case on budget_requests using (exists (select from cases c where c.id = case_id));

alter table payouts enable row level security;
create policy with_case on payouts using (exists (select from cases c where c.id = case_id));
