-- The schema `public` of the database that one is connected to, with everything in it, belongs to the owner; so does
-- what an earlier release has made as whoever runs this. One transaction, so that nothing is left half done.
do $$
declare
    owner constant text := current_setting('mms_prepare.owner');
    login constant text := current_setting('mms_prepare.login');
    is_superuser constant boolean := (select rolsuper from pg_roles where rolname = current_user);
    given int := 0;
    found record;
begin
    if getdatabaseencoding() <> 'UTF8' then
        raise exception 'The database % is encoded in %; MMS needs UTF8. Make another one: create database … template template0 encoding ''UTF8''',
            current_database(), getdatabaseencoding();
    end if;
    if exists (select from pg_shdepend where refclassid = 'pg_authid'::regclass and deptype = 'o'
               and refobjid = to_regrole(quote_ident(login))) then
        raise exception 'The role % owns things, so it is no login for MMS. Choose another one (--login), or give them away: reassign owned by % to %',
            login, quote_ident(login), quote_ident(owner);
    end if;
    if not exists (select from pg_extension where extname = 'btree_gist') then
        create extension btree_gist schema public;
        raise notice 'Extension btree_gist: made.';
    end if;
    -- A superuser may give to anybody. Who only makes roles has to be a member of the one that is given to.
    if not is_superuser and not pg_has_role(owner, 'usage') then
        execute format('grant %I to current_user', owner);
    end if;

    if (select nspowner from pg_namespace where nspname = 'public') <> to_regrole(quote_ident(owner)) then
        execute format('alter schema public owner to %I', owner);
        raise notice 'Schema public of %: belongs to %.', current_database(), owner;
    end if;
    if has_schema_privilege('public', 'public', 'create, usage') then
        revoke all on schema public from public;
        raise notice 'Schema public of %: nobody may make or use anything in it any more but who is named.', current_database();
    end if;
    if has_schema_privilege(login, 'public', 'create, usage') then
        execute format('revoke all on schema public from %I', login);
    end if;
    if not has_schema_privilege('mms_app', 'public', 'usage') then
        grant usage on schema public to mms_app;
    end if;

    for found in
        with objects (classid, objid, owned_by, kind, name) as (
            select 'pg_class'::regclass, c.oid, c.relowner,
                case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                               when 'f' then 'foreign table' else 'table' end,
                format('public.%I', c.relname)
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                -- The sequence of a column goes with its table.
                and not (c.relkind = 'S' and exists (
                    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                        and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')))
            union all
            select 'pg_proc'::regclass, p.oid, p.proowner, 'routine', p.oid::regprocedure::text
            from pg_proc p where p.pronamespace = 'public'::regnamespace
            union all
            select 'pg_type'::regclass, t.oid, t.typowner, 'type', format('public.%I', t.typname)
            from pg_type t left join pg_class c on c.oid = t.typrelid
            where t.typnamespace = 'public'::regnamespace and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c')
        )
        select o.kind, o.name, r.rolname as belongs, r.rolname = current_user or is_superuser and r.rolsuper as is_ours
        from objects o join pg_roles r on r.oid = o.owned_by
        where r.rolname <> owner and not exists (
            select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype = 'e')
        order by is_ours, o.kind, o.name
    loop
        if not found.is_ours then
            raise exception 'The % % of database % belongs to %. If that is to stay the owner, name it: --owner %. If not, give everything away first: reassign owned by % to %',
                found.kind, found.name, current_database(), found.belongs, found.belongs, quote_ident(found.belongs),
                quote_ident(owner);
        end if;
        execute format('alter %s %s owner to %I', found.kind, found.name, owner);
        given := given + 1;
    end loop;
    if given > 0 then
        raise notice 'Schema public of %: % tables, views, functions and types of an earlier release given to %.',
            current_database(), given, owner;
    end if;
end $$;
