-- Tasks are opened and ended by steps alone, so what holds of them is looked at once, in `record_step`, instead of by
-- constraints: PostgreSQL reads the text of each check anew for every statement, and looks up rows that the step
-- has just locked. Neither cases nor people are deleted; `mms reconcile` looks for tasks that name none.
revoke insert, update on tasks from mms_app;
grant update (claimed_by, due_at, deadline_at, reminded) on tasks to mms_app;
alter table tasks drop constraint tasks_state_check, drop constraint tasks_check, drop constraint tasks_rank_check,
    drop constraint tasks_case_id_fkey, drop constraint tasks_closed_by_fkey;
alter table step_events drop constraint step_events_check;

-- All else in the row of a case is changed by steps too.
revoke update on cases from mms_app;
grant update (status) on cases to mms_app;
create function is_case_status(p_status text) returns boolean language plpgsql immutable as $$
begin
    return p_status in ('received', 'in_review', 'decided', 'left_without_decision', 'closed');
end $$;
alter table cases drop constraint cases_status_check;
alter table cases add constraint cases_status_check check (is_case_status(status));

-- Whether anybody has saved the form of a task, so that ending it need not look.
alter table tasks add column is_drafted boolean not null default false;
update tasks set is_drafted = true where id in (select task_id from task_drafts);
drop trigger drafts_end on tasks;
drop function drop_task_drafts();
create function note_task_draft() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update tasks set is_drafted = true where id = new.task_id and state = 0;
    -- It ended a moment ago: whoever saves is to look again.
    if not found then raise exception 'the task is over' using errcode = 'serialization_failure'; end if;
    return new;
end $$;
revoke execute on function note_task_draft() from public;
create trigger drafts_begin before insert on task_drafts for each row execute function note_task_draft();
