-- What was noted of an entry goes on with the corrected one in its place. Nobody else moves a note.
create or replace function pass_notes(p_from uuid, p_to uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    update register_notes n set entry_id = p_to
    from register_entries wrong, register_entries corrected
    where n.entry_id = p_from and wrong.id = p_from and corrected.id = p_to and wrong.superseded_by = p_to
      and corrected.register = wrong.register and corrected.municipality_id = wrong.municipality_id
      and corrected.key = wrong.key and wrong.municipality_id = any (my_municipalities())
$$;
revoke execute on function pass_notes from public;
grant execute on function pass_notes to mms_app;
