-- The mandate by which the principal acts for another, if it holds on their day.
create or replace function mandate_in_use() returns mandates
language sql stable security definer set search_path = public, pg_temp as $$
    select m.* from mandates m, string_to_array(current_setting('mms.person', true), '/') said
    where m.id = said[2]::uuid and m.representative_id = said[1]::bigint and m.ended_at is null and m.bar is null
      and m.valid_from <= said[3]::date and (m.valid_until is null or m.valid_until > said[3]::date)
$$;
grant execute on function mandate_in_use to mms_app;
