-- Which case a chain beside it is about: `reads/<case>` says who looked, `work/<case>` whose its steps were.
create or replace function case_of_stream(stream text) returns uuid
language sql immutable parallel safe as $$
    select case when stream ~ '^(reads|work)/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then split_part(stream, '/', 2)::uuid end
$$;
