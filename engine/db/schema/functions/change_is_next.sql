-- A change waits for those before it, in whichever municipality they came about.
create or replace function change_is_next(p_id uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (
        select from told_changes mine join told_changes earlier
            on earlier.consumer = mine.consumer and earlier.person_id = mine.person_id
            and earlier.number < mine.number and earlier.state in ('waiting', 'refused')
        where mine.id = p_id)
$$;
revoke execute on function change_is_next from public;
grant execute on function change_is_next to mms_app;
