-- A case that asked for another one, which could not be opened: an incident of the one that asked, which may be over.
alter table incidents
    drop constraint incidents_kind_check,
    add constraint incidents_kind_check
        check (kind in ('job', 'timer', 'message', 'signal', 'step', 'proceeding'));
-- What was asked lies in the queue, and is found again by its key when a supervisor tries once more.
create index proceedings_asked on procrastinate_jobs ((args->>'key')) where task_name = 'open_proceeding';
