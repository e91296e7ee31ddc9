-- Whether the principal acts for another, by a mandate.
create or replace function acts_for_another() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('mms.person', true), '') like '%/%' $$;
grant execute on function acts_for_another to mms_app;
