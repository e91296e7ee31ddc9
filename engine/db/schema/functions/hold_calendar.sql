-- Whoever counts a term holds the calendar until the commit; whoever declares a day off waits for those who count,
-- and makes others wait. So each deadline is either counted with the new day or seen by the recount that follows.
-- The lock is taken by a statement of its own: what comes after it sees all that was committed before it was given.
create or replace function hold_calendar() returns void language sql volatile as $$
    select pg_advisory_xact_lock_shared(hashtext('mms.calendar'))
$$;
grant execute on function hold_calendar to mms_app;
