-- Whether the principal sees fewer cases than are theirs: without the card, or by a mandate for some areas.
create or replace function sees_some_cases() returns boolean language sql stable as
$$ select came_by_code() or my_areas() is not null $$;
grant execute on function sees_some_cases to mms_app;
