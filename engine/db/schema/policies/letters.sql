-- Who sees documents, letters and notices.

alter table documents enable row level security;
create policy principal on documents using (
    municipality_id = any ((select my_municipalities())::int[]) and case_id is not null
    or owner_id = (select my_writer())
    or exists (select from cases c where c.id = case_id));

alter table proofs enable row level security;
create policy concerned on proofs using (
    municipality_id = any ((select my_municipalities())::int[])
    or exists (select from documents d where d.case_id = proofs.case_id and d.digest = proofs.digest));

alter table letters enable row level security;
create policy principal on letters using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));
create policy within_reach on letters as restrictive using (
    not (select sees_some_cases()) or exists (select from cases c where c.id = case_id));
create policy at_desk on letters using (
    (select my_center()) is not null and exists (select from cases c where c.id = case_id));

alter table applicant_notices enable row level security;
create policy principal on applicant_notices using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));
create policy within_reach on applicant_notices as restrictive using (
    (select my_areas()) is null or exists (select from cases c where c.id = case_id));

alter table notification_choices enable row level security;
create policy own on notification_choices
    using (person_id = (select my_writer()) or (select is_system()))
    with check (person_id = (select my_writer()) or (select is_system()));
