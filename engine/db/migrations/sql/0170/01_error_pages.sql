-- Pages that answer a form with errors, for the browser that sent it: it is redirected to them (POST, redirect,
-- GET), so that loading again or going back sends nothing twice. They last an hour and are worth no log of writes.
create unlogged table error_pages (
    id uuid primary key,
    browser_mac text not null,
    path text not null,
    status smallint not null,
    headers jsonb not null,
    page bytea not null,
    kept_at timestamptz not null
);
create index error_pages_by_age on error_pages (kept_at);
alter table error_pages enable row level security;

-- False where so many are kept that another one would be a burden.
create function keep_error_page(p_id uuid, p_browser text, p_path text, p_status int, p_headers jsonb, p_page bytea,
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

create function error_page(p_id uuid, p_browser text, p_path text, p_now timestamptz)
returns table (status smallint, headers jsonb, page bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.status, e.headers, e.page from error_pages e
    where e.id = p_id and e.browser_mac = p_browser and e.path = p_path and e.kept_at > p_now - interval '1 hour'
$$;
revoke execute on function keep_error_page(uuid, text, text, int, jsonb, bytea, int, timestamptz),
    error_page(uuid, text, text, timestamptz) from public;
grant execute on function keep_error_page(uuid, text, text, int, jsonb, bytea, int, timestamptz),
    error_page(uuid, text, text, timestamptz) to mms_app;
