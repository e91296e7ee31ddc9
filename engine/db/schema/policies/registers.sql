-- Who sees entries of registers.

-- A citizen's own act may make an entry only through the municipality's case.
alter table register_entries enable row level security;
create policy principal on register_entries using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));
create policy within_reach on register_entries as restrictive using (
    (select my_areas()) is null or exists (select from cases c where c.id = case_id));

alter table register_notes enable row level security;
create policy principal on register_notes using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));

alter table certificates enable row level security;
create policy principal on certificates using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));
create policy within_reach on certificates as restrictive using ((select my_areas()) is null);
create policy at_desk on certificates for select using (
    person_id = (select my_visitor()) and center = (select my_center()));

alter table told_changes enable row level security;
create policy principal on told_changes using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));
