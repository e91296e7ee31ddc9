-- The community centre at whose desk the principal acts for somebody.
create or replace function my_center() returns int language sql stable as
$$ select case when acts_for_another() then (mandate_in_use()).center end $$;
grant execute on function my_center to mms_app;
