-- Who sees people and their addresses.

-- People: oneself, colleagues, applicants of visible cases; sign-in and loading act as the system.
alter table people enable row level security;
create policy principal on people using (
    id = (select my_person()) or id = (select my_writer()) or (select is_system())
    or exists (select from role_grants g where g.person_id = people.id)
    or exists (select from mandates m where m.represented_id = people.id and m.representative_id = (select my_writer()))
    or exists (select from cases c where c.applicant_id = people.id));

alter table contacts enable row level security;
create policy own on contacts for select using (person_id = (select my_writer()) or (select is_system()));
create policy system_writes on contacts using ((select is_system())) with check ((select is_system()));

alter table unreachable enable row level security;
create policy own on unreachable for select using (person_id = (select my_writer()) or (select is_system()));
create policy system_writes on unreachable using ((select is_system())) with check ((select is_system()));

alter table person_enquiries enable row level security;
create policy own on person_enquiries using (asked_by = (select my_writer()));
