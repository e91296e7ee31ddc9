-- What the application may do with the schema, with the version of the schema, and with procrastinate's own tables.

-- The runtime role owns nothing, and foreign equals absent. Whoever prepared the server has made it: the owner of
-- a schema may make no roles.
grant usage on schema public to mms_app;
grant select on alembic_version to mms_app;

-- Procrastinate's queue, which its own schema has made.
grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_workers,
    procrastinate_periodic_defers to mms_app;
grant usage on all sequences in schema public to mms_app;
grant execute on all functions in schema public to mms_app;
-- What was asked lies in the queue, and is found again by its key when a supervisor tries once more.
create index proceedings_asked on procrastinate_jobs ((args->>'key')) where task_name = 'open_proceeding';
