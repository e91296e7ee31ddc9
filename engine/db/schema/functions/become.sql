-- Sets the principal. Row-level security looks at it when a query begins, so it is set by a statement of its own, before
-- the query, within the function.
create or replace function become(p_municipalities text, p_person text, p_system text) returns void language plpgsql as $$
begin
    perform set_config('mms.municipalities', p_municipalities, true),
            set_config('mms.person', p_person, true), set_config('mms.system', p_system, true);
end $$;
grant execute on function become to mms_app;
