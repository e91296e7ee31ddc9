-- Who sees a case, and what belongs to it.

-- Cases: the municipality that decides, and the applicant.
alter table cases enable row level security;
create policy principal on cases using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));
-- A mandate for some areas: as for who came by a code, what the case hides its parts hide too.
create policy within_reach on cases as restrictive using (
    (not needs_card or not (select came_by_code()))
    and ((select my_areas()) is null or area = any ((select my_areas())::text[])));
create policy at_desk on cases using (applicant_id = (select my_visitor()) and center = (select my_center()));

alter table submissions enable row level security;
create policy with_case on submissions using (exists (select from cases c where c.id = case_id));

alter table case_links enable row level security;
create policy with_case on case_links using (exists (select from cases c where c.id = case_id));

alter table case_words enable row level security;
create policy of_office on case_words for select using (
    municipality_id = any ((select my_municipalities())::int[]) or (select is_system()));
create policy filed on case_words for insert with check (true);

alter table case_notes enable row level security;
create policy of_office on case_notes using (
    municipality_id = any ((select my_municipalities())::int[])
    and not exists (select from cases c where c.id = case_notes.case_id and c.applicant_id = (select my_person())));

alter table case_messages enable row level security;
create policy principal on case_messages using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));
create policy within_reach on case_messages as restrictive using (
    (select my_areas()) is null or exists (select from cases c where c.id = case_id));
create policy at_desk on case_messages using (
    (select my_center()) is not null and exists (select from cases c where c.id = case_id));

alter table stepped_aside enable row level security;
create policy of_office on stepped_aside using (
    municipality_id = any ((select my_municipalities())::int[]) or (select is_system()));

alter table number_series enable row level security;
create policy principal on number_series using (
    municipality_id = any ((select my_municipalities())::int[]) or (select my_person()) is not null);
create policy at_desk on number_series using ((select my_visitor()) is not null);

alter table tracking_codes enable row level security;
create policy system_only on tracking_codes using ((select is_system())) with check ((select is_system()));

alter table tracking_tries enable row level security;
create policy system_only on tracking_tries using ((select is_system())) with check ((select is_system()));
