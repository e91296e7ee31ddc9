-- What processes may keep of the reference data, and how they notice that it has changed: every statement that
-- reads ahead for a step also reads this one number. It is the last transaction that changed any of it.
create table reference_state (
    is_only boolean primary key default true check (is_only),
    version xid8 not null
);
insert into reference_state (version) values (pg_current_xact_id());
grant select on reference_state to mms_app;
alter table reference_state enable row level security;
create policy readable on reference_state for select using (true);

create function reference_changed() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    update reference_state set version = pg_current_xact_id() where version <> pg_current_xact_id();
    return null;
end $$;
do $$ declare t text; begin
    foreach t in array array['municipalities', 'units', 'settlements', 'parameters'] loop
        execute format('create trigger reference_changed after insert or update or delete or truncate on %I '
                       'for each statement execute function reference_changed()', t);
    end loop;
end $$;
