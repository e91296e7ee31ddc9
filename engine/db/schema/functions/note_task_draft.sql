-- Notes on a task that somebody has saved its form, so that ending it need not look.
create or replace function note_task_draft() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update tasks set is_drafted = true where id = new.task_id and state = 0;
    -- It ended a moment ago: whoever saves is to look again.
    if not found then raise exception 'the task is over' using errcode = 'serialization_failure'; end if;
    return new;
end $$;
revoke execute on function note_task_draft from public;
