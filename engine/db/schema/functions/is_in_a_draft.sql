-- Whether a file of a person is named in something that they have not filed yet. What waits for the other director keeps
-- its files, whatever becomes of the draft.
create or replace function is_in_a_draft(p_owner bigint, p_digest bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from drafts d where d.person_id = p_owner
                   and strpos(d.answers::text || d.rivals::text, encode(p_digest, 'hex')) > 0)
        or exists (select from task_drafts t where t.person_id = p_owner
                   and strpos(t.answers::text, encode(p_digest, 'hex')) > 0)
        or exists (select from kept_forms k where k.person_id = p_owner
                   and strpos(k.fields::text, encode(p_digest, 'hex')) > 0)
        or exists (select from joint_filings j where j.prepared_by = p_owner
                   and position(convert_to(encode(p_digest, 'hex'), 'UTF8') in j.answers) > 0)
$$;
revoke execute on function is_in_a_draft from public;
