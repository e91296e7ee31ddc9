-- Whether the principal is the system itself.
create or replace function is_system() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('mms.system', true), '') = 'on' $$;
grant execute on function is_system to mms_app;
