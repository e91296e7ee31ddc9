-- Figures about cases of every municipality, for those who publish; nothing else of the cases.
create index cases_open_by_version on cases (version_id) where closed_at is null;

create function open_cases_by_version() returns table (version_id int, open_cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.version_id, count(*) from cases c where c.closed_at is null and is_system() group by c.version_id
$$;

create function is_filed_since(p_code text, p_from timestamptz) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from cases c where c.service_code = p_code and c.filed_at >= p_from and is_system())
$$;

grant execute on function open_cases_by_version(), is_filed_since(text, timestamptz) to mms_app;
