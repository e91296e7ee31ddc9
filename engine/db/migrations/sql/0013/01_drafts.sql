-- A draft is filled in page by page, perhaps on several devices, and is dropped when nobody comes back to it.
alter table drafts
    add column id uuid not null default gen_random_uuid(),
    add column on_behalf_of text not null default '', -- whose application it will be; empty for one's own
    add column version int not null default 1,
    add column pages jsonb not null default '{}',     -- by page: when and where it was last changed, passed or not
    add column rivals jsonb not null default '{}',    -- by page: what another device has sent meanwhile
    add column expires_at timestamptz;
update drafts set expires_at = saved_at + interval '31 days';
alter table drafts
    alter column id drop default,
    alter column expires_at set not null,
    drop constraint drafts_pkey,
    add primary key (id),
    add unique (person_id, municipality_id, service_code, on_behalf_of);
create index drafts_expiring on drafts (expires_at);

-- The sweep drops what has expired and sees nothing of it.
create function expire_drafts(p_now timestamptz, p_limit int) returns int
language sql volatile security definer set search_path = public, pg_temp as $$
    with dropped as (
        delete from drafts where id in (
            select id from drafts where expires_at <= p_now order by expires_at limit p_limit for update skip locked)
        returning 1)
    select count(*)::int from dropped
$$;
revoke execute on function expire_drafts(timestamptz, int) from public;
grant execute on function expire_drafts(timestamptz, int) to mms_app;
