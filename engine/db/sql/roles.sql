-- The database roles of one installation, made once by whoever administers the server: `mms_prepare.owner` owns
-- the schema, `mms_prepare.login` is what web, workers and timers connect as. A second run changes nothing.
do $$
declare
    owner constant text := current_setting('mms_prepare.owner');
    login constant text := current_setting('mms_prepare.login');
    found record;
    is_member boolean;
begin
    if current_setting('server_version_num')::int < 150000 then
        raise exception 'This server is PostgreSQL %; MMS needs 15 or a later one.', current_setting('server_version');
    end if;

    for found in
        select rolname, concat_ws(', ', case when rolsuper then 'superuser' end,
            case when rolbypassrls then 'bypassrls' end, case when rolcreaterole then 'createrole' end,
            case when rolreplication then 'replication' end) as powers
        from pg_roles where rolname in (owner, login, 'mms_app')
            and (rolsuper or rolbypassrls or rolcreaterole or rolreplication)
    loop
        raise exception 'The role % exists and may too much (%). Choose another name (--owner, --login), or take it away: alter role % with %',
            found.rolname, found.powers, quote_ident(found.rolname), 'nosuperuser nobypassrls nocreaterole noreplication';
    end loop;

    if to_regrole('mms_app') is null then
        create role mms_app nologin;
        raise notice 'Role mms_app: made. It has the rights of the application; nobody connects as it.';
    end if;
    if to_regrole(quote_ident(owner)) is null then
        execute format('create role %I login', owner);
        raise notice 'Role %: made. It owns the schema; with it one migrates.', owner;
    end if;
    if to_regrole(quote_ident(login)) is null then
        execute format('create role %I login noinherit', login);
        raise notice 'Role %: made. Web, workers and timers connect as it.', login;
    end if;

    for found in select rolname from pg_roles where rolname in (owner, login) and not rolcanlogin loop
        execute format('alter role %I login', found.rolname);
        raise notice 'Role %: may connect now.', found.rolname;
    end loop;
    if (select rolinherit from pg_roles where rolname = login) then
        execute format('alter role %I noinherit', login);
        raise notice 'Role %: has no rights by its memberships any more, it has to become the role.', login;
    end if;
    for found in
        select rolname from pg_roles where rolname not in (login, 'mms_app') and pg_has_role(login, oid, 'member')
            and (rolsuper or rolbypassrls or rolcreaterole or rolreplication or rolname = owner or rolname like 'pg\_%')
    loop
        raise exception 'The role % may become %, so it has more rights than the application. Choose another one (--login), or: revoke % from %',
            login, found.rolname, quote_ident(found.rolname), quote_ident(login);
    end loop;

    -- Before 16 it is the role that inherits or not; since then each membership says it.
    if current_setting('server_version_num')::int >= 160000 then
        execute 'select exists (select from pg_auth_members where roleid = to_regrole(''mms_app'')'
            ' and member = to_regrole($1) and set_option and not inherit_option)' into is_member using quote_ident(login);
    else
        is_member := pg_has_role(login, 'mms_app', 'member');
    end if;
    if not is_member then
        execute format('grant mms_app to %I', login) || case when current_setting('server_version_num')::int >= 160000
            then ' with inherit false, set true' else '' end;
        raise notice 'Role %: may become mms_app.', login;
    end if;
end $$;
