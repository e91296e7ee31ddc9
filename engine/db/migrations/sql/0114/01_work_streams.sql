-- Which case a chain beside it is about: `reads/<case>` says who looked, `work/<case>` whose its steps were.
create function case_of_stream(stream text) returns uuid
language sql immutable parallel safe as $$
    select case when stream ~ '^(reads|work)/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then split_part(stream, '/', 2)::uuid end
$$;

-- Found by the key of the case, not by looking through all cases. Whose a step was is the office's own.
alter policy read_own on stream_events using (
    (select is_system()) or stream = 'sign-ins/' || (select my_writer())
    or exists (select from cases c where c.id = case_of_stream(stream)
        and (stream like 'reads/%' or c.municipality_id = any ((select my_municipalities())::int[]))));
