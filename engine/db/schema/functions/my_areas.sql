-- A mandate that is limited to areas shows cases of these areas and nothing else.
create or replace function my_areas() returns text[] language sql stable as
$$ select case when acts_for_another() then (mandate_in_use()).areas end $$;
grant execute on function my_areas to mms_app;
