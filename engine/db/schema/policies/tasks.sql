-- Who sees a task; lists and unfinished forms are one's own.

alter table tasks enable row level security;
create policy principal on tasks using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));
create policy within_reach on tasks as restrictive using (
    not (select sees_some_cases()) or exists (select from cases c where c.id = case_id));
create policy at_desk on tasks using (
    (select my_center()) is not null and exists (select from cases c where c.id = case_id));

alter table task_drafts enable row level security;
create policy own on task_drafts using (person_id = (select my_writer()));

alter table list_looks enable row level security;
create policy own on list_looks using (person_id = (select my_writer()));

alter table saved_filters enable row level security;
create policy of_office on saved_filters using (
    municipality_id = any ((select my_municipalities())::int[])
    and (is_shared or owner_id = (select my_writer())));
