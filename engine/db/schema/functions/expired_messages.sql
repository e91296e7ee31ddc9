-- The sweep sees which messages have outlived their time, and nothing else of them.
create or replace function expired_messages(p_now timestamptz, p_limit int)
returns table (id uuid, municipality_id smallint) language sql stable security definer
set search_path = public, pg_temp as $$
    select m.id, m.municipality_id from messages m
    where m.state = 'kept' and m.expires_at < p_now and not exists (
        select from incidents i where i.kind = 'message' and i.subject = m.id and i.state = 'open')
    order by m.expires_at, m.id limit p_limit
$$;
