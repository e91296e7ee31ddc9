-- Whoever holds the paper has its code and learns what the paper says of itself, and whether it still holds.
create or replace function certificate_by_code(p_code text)
returns table (number text, register jsonb, municipality jsonb, initials jsonb, issued_at timestamptz,
               valid_from date, valid_until date, is_superseded boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.number, c.content->'register', m.names, c.initials, c.issued_at, e.valid_from, e.valid_until,
           e.superseded_by is not null
    from certificates c join register_entries e on e.id = c.entry_id join municipalities m on m.id = c.municipality_id
    where c.code = p_code
$$;
revoke execute on function certificate_by_code from public;
grant execute on function certificate_by_code to mms_app;
