-- Who may connect to the database: its administrator, the owner of the schema, the login. Several installations in
-- one server can't reach each other's. A database that was copied from a template begins without this.
do $$
declare
    database constant text := current_setting('mms_prepare.database');
    owner constant text := current_setting('mms_prepare.owner');
    login constant text := current_setting('mms_prepare.login');
begin
    if has_database_privilege('public', database, 'connect, temporary, create') then
        execute format('revoke all on database %I from public', database);
        raise notice 'Database %: nobody may connect any more but who is named.', database;
    end if;
    if not has_database_privilege(owner, database, 'connect') then
        execute format('grant connect, temporary on database %I to %I', database, owner);
        raise notice 'Database %: % may connect.', database, owner;
    end if;
    if not has_database_privilege(login, database, 'connect') then
        execute format('grant connect on database %I to %I', database, login);
        raise notice 'Database %: % may connect.', database, login;
    end if;
    if has_database_privilege(login, database, 'temporary, create') then
        execute format('revoke create, temporary on database %I from %I', database, login);
        raise notice 'Database %: % may make nothing in it any more.', database, login;
    end if;
end $$;
