-- What a session by one-time code may not file it may not read in a draft either.
alter table drafts add column needs_card boolean not null default false;
create policy card_only on drafts as restrictive using (not needs_card or not (select came_by_code()));
