-- Everybody reads what is announced; an answer is one's own.

alter table announcements enable row level security;
create policy readable on announcements for select using (true);
create policy system_writes on announcements using ((select is_system())) with check ((select is_system()));

alter table responses enable row level security;
-- Oneself, or whoever stands at the desk; and a mandate stands for nobody else than that visitor.
create policy own on responses using (person_id = coalesce((select my_person()), (select my_visitor())))
    with check (person_id = coalesce((select my_person()), (select my_visitor()))
                and center is not distinct from (select my_center()));

alter table case_announcements enable row level security;
create policy with_case on case_announcements using (exists (select from cases c where c.id = case_id));

alter table feedback enable row level security;
create policy anybody_gives on feedback for insert with check (true);
-- What is said of a page that belongs to no municipality is for every office.
create policy offices_read on feedback for select using (
    municipality_id = any ((select my_municipalities())::int[])
    or municipality_id is null and cardinality((select my_municipalities())::int[]) > 0);
