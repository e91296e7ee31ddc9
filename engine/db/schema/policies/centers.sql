-- What a centre does: everybody reads when it is open and what it offers; the rest is for those who work there.

alter table center_hours enable row level security;
create policy readable on center_hours for select using (true);
create policy system_writes on center_hours using ((select is_system())) with check ((select is_system()));

alter table center_days enable row level security;
create policy readable on center_days for select using (true);
create policy system_writes on center_days using ((select is_system())) with check ((select is_system()));

alter table partners enable row level security;
create policy readable on partners for select using (true);
create policy system_writes on partners using ((select is_system())) with check ((select is_system()));

alter table partner_services enable row level security;
create policy readable on partner_services for select using (true);
create policy system_writes on partner_services
    using ((select is_system())) with check ((select is_system()));

alter table visits enable row level security;
-- Those see them who work at the centre, or worked there on that day.
create policy of_center on visits using (exists (
    select from role_grants g where g.person_id = (select my_writer()) and g.center = visits.center
    and (g.valid_until is null or g.valid_until > visits.visited_on)));

alter table appointments enable row level security;
create policy own on appointments for select using (person_id = (select my_person()));
create policy system_writes on appointments using ((select is_system())) with check ((select is_system()));

alter table appointment_notices enable row level security;
create policy system_only on appointment_notices
    using ((select is_system())) with check ((select is_system()));

alter table queue_tickets enable row level security;
create policy system_writes on queue_tickets using ((select is_system())) with check ((select is_system()));
create policy of_center on queue_tickets for select using (worked_at(center, on_day));
