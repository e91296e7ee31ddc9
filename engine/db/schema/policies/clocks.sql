-- Clocks are visible with their case.

alter table clocks enable row level security;
create policy with_case on clocks using (exists (select from cases c where c.id = case_id));

alter table clock_pauses enable row level security;
create policy with_case on clock_pauses using (exists (select from cases c where c.id = case_id));

alter table clock_changes enable row level security;
create policy with_case on clock_changes using (exists (select from cases c where c.id = case_id));

alter table staff_notices enable row level security;
-- Not for the applicant: who works on a case is the municipality's business.
create policy of_the_office on staff_notices
    using (municipality_id = any ((select my_municipalities())::int[]));
