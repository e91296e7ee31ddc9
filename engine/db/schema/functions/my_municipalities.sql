-- The principal of a transaction, as row-level security reads it: the municipalities in which they hold an office.
-- Unset means nobody. One with a minus sign says that its restricted cases are seen too.
create or replace function my_municipalities() returns int[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('mms.municipalities', true), '')::int[], '{}') $$;
grant execute on function my_municipalities to mms_app;
