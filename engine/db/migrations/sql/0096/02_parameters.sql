-- Parameters that people set: by law for the country, by a council for its municipality where it may.
do $$ begin
    execute (select format('alter table parameters drop constraint %I', conname)
             from pg_constraint where conrelid = 'parameters'::regclass and contype = 'u');
end $$;
alter table parameters add column recorded_by bigint references people;
create index parameters_by_name on parameters (name, municipality_id);

-- What a parameter is called, and whether a council may set it; files say so, and say it anew at each loading.
create table parameter_names (
    name text primary key,
    names jsonb not null,
    is_settable boolean not null
);
grant select, insert, update on parameter_names to mms_app;
alter table parameter_names enable row level security;
create policy readable on parameter_names for select using (true);
create policy system_writes on parameter_names using ((select is_system())) with check ((select is_system()));
