-- Whether the principal signed in with a one-time code, or is a guest: what needs the card does not exist for them.
create or replace function came_by_code() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('mms.system', true), '') in ('code', 'guest') $$;
grant execute on function came_by_code to mms_app;
