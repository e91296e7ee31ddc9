-- How surely the system knows who asks: a person who signed in with a one-time code is marked as such in the
-- principal, and what needs the card does not exist for them.
alter table sessions add column assurance text not null default 'card' check (assurance in ('card', 'code'));
alter table sessions add column contact_id bigint references contacts;
alter table submissions add column assurance text not null default 'card' check (assurance in ('card', 'code'));
alter table cases add column needs_card boolean not null default false;

create function came_by_code() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('mms.system', true), '') = 'code' $$;
grant execute on function came_by_code() to mms_app;

create policy card_only on cases as restrictive using (not needs_card or not (select came_by_code()));
create policy card_only on tasks as restrictive using (
    not (select came_by_code()) or exists (select from cases c where c.id = case_id));
create policy card_only on letters as restrictive using (
    not (select came_by_code()) or exists (select from cases c where c.id = case_id));
