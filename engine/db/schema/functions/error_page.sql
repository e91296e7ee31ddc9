-- A page that was kept for this browser, while it lasts.
create or replace function error_page(p_id uuid, p_browser text, p_path text, p_now timestamptz)
returns table (status smallint, headers jsonb, page bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.status, e.headers, e.page from error_pages e
    where e.id = p_id and e.browser_mac = p_browser and e.path = p_path and e.kept_at > p_now - interval '1 hour'
$$;
revoke execute on function error_page from public;
grant execute on function error_page to mms_app;
