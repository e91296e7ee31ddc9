-- The studio belongs to those who draw services.

alter table service_drafts enable row level security;
create policy analysts on service_drafts using ((select draws_services()));

alter table service_draft_files enable row level security;
create policy analysts on service_draft_files using ((select draws_services()));

alter table service_draft_states enable row level security;
create policy analysts on service_draft_states using ((select draws_services()));

alter table service_comments enable row level security;
create policy analysts on service_comments for select using ((select draws_services()));
create policy own_words on service_comments for insert
    with check ((select draws_services()) and written_by = (select my_writer()));

alter table service_comment_turns enable row level security;
create policy analysts on service_comment_turns for select using ((select draws_services()));
create policy own_words on service_comment_turns for insert
    with check ((select draws_services()) and said_by = (select my_writer()));

alter table asked_publications enable row level security;
create policy analysts on asked_publications using ((select draws_services()));

alter table publication_groups enable row level security;
create policy analysts on publication_groups using ((select draws_services()));

alter table publication_looks enable row level security;
create policy analysts on publication_looks for select using ((select draws_services()));
create policy own_looks on publication_looks for insert
    with check ((select draws_services()) and person_id = (select my_writer()));

alter table replays enable row level security;
create policy engine_alone on replays using ((select is_system())) with check ((select is_system()));
