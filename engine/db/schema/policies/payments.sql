-- A payment is visible with its case.

alter table payments enable row level security;
create policy with_case on payments using (exists (select from cases c where c.id = case_id));

alter table payment_attempts enable row level security;
create policy with_case on payment_attempts using (exists (select from cases c where c.id = case_id));
