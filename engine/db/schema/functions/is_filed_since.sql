-- Whether a case of a service was filed from an instant on, in some municipalities or all: for those who draw services.
create or replace function is_filed_since(p_code text, p_from timestamptz, p_places smallint[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from cases c where c.service_code = p_code and c.filed_at >= p_from and draws_services()
                   and (p_places is null or c.municipality_id = any (p_places)))
$$;
grant execute on function is_filed_since to mms_app;
