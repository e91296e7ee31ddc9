-- Notes that reference data has changed: see the table `reference_state`.
create or replace function reference_changed() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    update reference_state set version = pg_current_xact_id() where version <> pg_current_xact_id();
    return null;
end $$;
