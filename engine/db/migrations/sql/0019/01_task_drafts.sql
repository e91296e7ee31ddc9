-- What somebody has put into the form of a task without finishing it. It is that person's alone, also towards
-- colleagues and towards the office that an applicant has not answered yet.
create table task_drafts (
    task_id uuid not null references tasks,
    person_id bigint not null references people,
    answers jsonb not null,
    version int not null,
    saved_in text not null, -- the window
    saved_at timestamptz not null,
    primary key (task_id, person_id)
);
alter table task_drafts enable row level security;
create policy own on task_drafts using (person_id = (select my_person()));
grant select, insert, update, delete on task_drafts to mms_app;

-- A task that is done or cancelled, whatever did it, leaves no unfinished form behind; the step stays one statement.
create function drop_task_drafts() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from task_drafts where task_id = new.id;
    return null;
end $$;
create trigger drafts_end after update of state on tasks
    for each row when (old.state = 0 and new.state <> 0) execute function drop_task_drafts();
revoke execute on function drop_task_drafts() from public;
