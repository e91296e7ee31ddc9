-- Keeps a page with errors. False where so many are kept that another one would be a burden.
create or replace function keep_error_page(p_id uuid, p_browser text, p_path text, p_status int, p_headers jsonb, p_page bytea,
                                p_most int, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    delete from error_pages where kept_at < p_now - interval '1 hour';
    if exists (select from error_pages offset p_most - 1 limit 1) then
        return false;
    end if;
    insert into error_pages (id, browser_mac, path, status, headers, page, kept_at)
    values (p_id, p_browser, p_path, p_status, p_headers, p_page, p_now);
    return true;
end $$;
revoke execute on function keep_error_page from public;
grant execute on function keep_error_page to mms_app;
