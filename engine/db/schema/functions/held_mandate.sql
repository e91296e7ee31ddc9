-- An act by a mandate holds its row to the commit, so that no answer ends it unseen meanwhile.
create or replace function held_mandate(p_id uuid) returns setof mandates
language sql volatile security definer set search_path = public, pg_temp as $$
    select m.* from mandates m where m.id = p_id and m.representative_id = my_writer() for share
$$;
revoke execute on function held_mandate from public;
grant execute on function held_mandate to mms_app;
