-- The one statement that reads all that firing a timer needs: of its case the timer that was due first, for the
-- timers of a case fire in the order of the law. The end of a clock goes before what a diagram does at the same
-- instant. A timer that was taken away or moved meanwhile brings none.
-- A timer is read with its case by one statement. Of two statements the second sees what was committed after the
-- first: then a timer that somebody else has fired meanwhile would be fired once more, on the case as it stands now.
create or replace function open_timer(
    p_municipalities text, p_person text, p_system text, p_timer uuid, p_now timestamptz
) returns table (timer timers, opened open_cases, reference xid8) language plpgsql as $$
begin
    perform become(p_municipalities, p_person, p_system);
    return query select t, c, r.version
    from timers named join timers t on t.case_id = named.case_id join open_cases c on c.id = t.case_id
        cross join reference_state r
    where named.id = p_timer and t.due_at <= p_now and coalesce(t.retry_at, '-infinity') <= p_now
    order by t.due_at, t.token nulls first, t.share nulls last, t.clock, t.id limit 1;
    if not found then
        return next;
    end if;
end $$;
alter function open_timer set enable_seqscan = off;
alter function open_timer set plan_cache_mode = force_generic_plan;
grant execute on function open_timer to mms_app;
