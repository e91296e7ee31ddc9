-- Sign-in acts as the system; a person sees what is their own.

alter table sessions enable row level security;
create policy system_only on sessions using ((select is_system()));
create policy own on sessions for select using (person_id = (select my_writer()));

alter table one_time_codes enable row level security;
create policy system_only on one_time_codes using ((select is_system())) with check ((select is_system()));

alter table card_challenges enable row level security;
create policy system_only on card_challenges using ((select is_system())) with check ((select is_system()));

alter table kept_forms enable row level security;
create policy own on kept_forms using (person_id = (select my_writer()) or (select is_system()));

-- No policy: only the functions that count see it.
alter table address_counts enable row level security;

-- No policy: only the functions that keep and give pages see it.
alter table error_pages enable row level security;
