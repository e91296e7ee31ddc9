-- What people have sent and not yet filed: theirs alone, until a case cites it or nobody comes back for it.
create table uploads (
    id uuid primary key,
    digest bytea not null,
    owner_id bigint not null references people,
    token text not null default '' check (length(token) <= 200), -- the draft or task it was sent for
    municipality_id smallint not null references municipalities,
    name text not null,
    type text not null,
    size int not null,
    added_at timestamptz not null,
    unique (owner_id, digest)
);
create index uploads_by_age on uploads (added_at);
create index uploads_by_digest on uploads (digest);
alter table uploads enable row level security;
create policy own on uploads using (owner_id = (select my_person()));
grant select, insert, update, delete on uploads to mms_app;

insert into uploads (id, digest, owner_id, municipality_id, name, type, size, added_at)
select distinct on (owner_id, digest) id, digest, owner_id, municipality_id, name, type, size, added_at
from documents where case_id is null and kind = 'upload' and owner_id is not null
order by owner_id, digest, added_at desc;
delete from documents where case_id is null and kind = 'upload';

-- The sweep sees which uploads are old and in nobody's draft, and nothing else of them.
create function is_in_a_draft(p_owner bigint, p_digest bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from drafts d where d.person_id = p_owner
                   and strpos(d.answers::text || d.rivals::text, encode(p_digest, 'hex')) > 0)
        or exists (select from task_drafts t where t.person_id = p_owner
                   and strpos(t.answers::text, encode(p_digest, 'hex')) > 0)
        or exists (select from kept_forms k where k.person_id = p_owner
                   and strpos(k.fields::text, encode(p_digest, 'hex')) > 0)
$$;
create function forgotten_uploads(p_before timestamptz, p_limit int) returns table (id uuid, digest bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id, u.digest from uploads u
    where is_system() and u.added_at < p_before and not is_in_a_draft(u.owner_id, u.digest)
    order by u.added_at limit p_limit
$$;
-- Says whether anybody still cites the file. Whoever calls it holds the lock of the digest.
create function forget_upload(p_id uuid, p_before timestamptz) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gone bytea;
begin
    delete from uploads u where is_system() and u.id = p_id and u.added_at < p_before
        and not is_in_a_draft(u.owner_id, u.digest) returning u.digest into gone;
    return gone is null
        or exists (select from uploads u where u.digest = gone)
        or exists (select from documents d where d.digest = gone)
        or exists (select from letters l where l.document = gone);
end $$;
revoke execute on function is_in_a_draft(bigint, bytea), forgotten_uploads(timestamptz, int),
    forget_upload(uuid, timestamptz) from public;
grant execute on function forgotten_uploads(timestamptz, int), forget_upload(uuid, timestamptz) to mms_app;
create index letters_by_document on letters (document) where document is not null;
