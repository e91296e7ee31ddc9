-- The lock of whoever declares a day off: see hold_calendar.
create or replace function change_calendar() returns void language sql volatile as $$
    select pg_advisory_xact_lock(hashtext('mms.calendar'))
$$;
grant execute on function change_calendar to mms_app;
