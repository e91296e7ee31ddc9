-- A supervisor passes over a message or signal that broke the case it came to. What it carries stays unread.
create or replace function drop_stuck(p_kind text, p_subject uuid, p_case uuid, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from incidents i where i.kind = p_kind and i.subject = p_subject and i.case_id = p_case
                   and i.municipality_id = any (my_municipalities())) then
        return;
    end if;
    if p_kind = 'message' then
        update messages set state = 'dropped', payload = null, settled_at = p_now
        where id = p_subject and state = 'kept';
    else
        update signal_deliveries set state = 'dropped', settled_at = p_now
        where signal_id = p_subject and case_id = p_case and state = 'queued';
    end if;
end $$;
