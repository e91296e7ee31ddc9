-- The principal of a transaction, as row-level security reads it. Unset means nobody.
create function my_municipalities() returns int[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('mms.municipalities', true), '')::int[], '{}') $$;

create function my_person() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('mms.person', true), '')::bigint $$;

create function is_system() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('mms.system', true), '') = 'on' $$;
