-- Published services: everyone reads, the system writes, and analysts what the publication needs.

alter table service_versions enable row level security;
create policy readable on service_versions for select using (true);
create policy system_writes on service_versions
    using ((select is_system())) with check ((select is_system()));
-- What is asked for is kept as a version; only its second person puts it into force.
create policy analysts_keep on service_versions for insert with check ((select draws_services()));

alter table service_files enable row level security;
create policy readable on service_files for select using (true);
create policy system_writes on service_files using ((select is_system())) with check ((select is_system()));
create policy analysts_keep on service_files for insert with check ((select draws_services()));

alter table service_publications enable row level security;
create policy readable on service_publications for select using (true);
create policy system_writes on service_publications
    using ((select is_system())) with check ((select is_system()));
create policy second_person on service_publications for insert
    with check ((select draws_services()) and publisher_id is not null and second_person_id = (select my_writer()));

alter table publication_ends enable row level security;
create policy readable on publication_ends for select using (true);
create policy system_writes on publication_ends
    using ((select is_system())) with check ((select is_system()));
create policy analysts_write on publication_ends for insert
    with check ((select draws_services()) and ended_by = (select my_writer()));
