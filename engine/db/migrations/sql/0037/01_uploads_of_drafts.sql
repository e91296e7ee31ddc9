-- A draft that goes, whoever drops it, leaves its uploads to the next sweep, unless they are taken up again.
alter table uploads add column is_left boolean not null default false; -- the draft that named it is gone
create index uploads_left on uploads (added_at) where is_left;

create function leave_uploads() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare dropped text := to_jsonb(old)::text;
begin
    update uploads u set is_left = true
        where u.owner_id = old.person_id and not u.is_left and strpos(dropped, encode(u.digest, 'hex')) > 0;
    return null;
end $$;
revoke execute on function leave_uploads() from public;
create trigger leave_uploads after delete on drafts for each row execute function leave_uploads();
create trigger leave_uploads after delete on task_drafts for each row execute function leave_uploads();

create or replace function forgotten_uploads(p_before timestamptz, p_limit int) returns table (id uuid, digest bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.digest from uploads u
    where is_system() and (u.is_left or u.added_at < p_before) and not is_in_a_draft(u.owner_id, u.digest)
    order by u.added_at limit p_limit
$$;
create or replace function forget_upload(p_id uuid, p_before timestamptz) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gone bytea;
begin
    delete from uploads u where is_system() and u.id = p_id and (u.is_left or u.added_at < p_before)
        and not is_in_a_draft(u.owner_id, u.digest) returning u.digest into gone;
    return gone is null
        or exists (select from uploads u where u.digest = gone)
        or exists (select from documents d where d.digest = gone)
        or exists (select from letters l where l.document = gone);
end $$;
