-- The one statement that reads all that firing a timer needs: of its case the timer that was due first, for the
-- timers of a case fire in the order of the law. The end of a clock goes before what a diagram does at the same
-- instant. A timer that was taken away or moved meanwhile brings none.
create function open_timer(p_municipalities text, p_person text, p_system text, p_timer uuid, p_now timestamptz)
returns table (timer timers, opened open_cases, reference xid8) language plpgsql as $$
begin
    perform become(p_municipalities, p_person, p_system);
    select t.* into timer from timers named join timers t on t.case_id = named.case_id
    where named.id = p_timer and t.due_at <= p_now and coalesce(t.retry_at, '-infinity') <= p_now
    order by t.due_at, t.token nulls first, t.share nulls last, t.clock, t.id limit 1;
    if timer.id is not null then
        select c.* into opened from open_cases c where c.id = timer.case_id;
        select r.version into reference from reference_state r;
    end if;
    return next;
end $$;
alter function open_timer set enable_seqscan = off;
alter function open_timer set plan_cache_mode = force_generic_plan;
grant execute on function open_timer to mms_app;

-- Days off are reference data too: a deadline is counted with the calendar of a state, and holds if that is still
-- the state when the step is recorded, under the lock that whoever declares a day off waits for.
create trigger reference_changed after insert or update or delete or truncate on holidays
    for each statement execute function reference_changed();
drop function calendar_to_count_with(smallint);

-- The document is written whole by every step.
do $$ begin
    alter table cases alter column document set compression lz4;
exception when feature_not_supported then null; -- a server built without it compresses as it always did
end $$;
