-- Construction permits as everybody may read them: about the object, never about a person. Who reads has no right to
-- entries of the register, so what is shown is chosen here. What became of a permit after it was given: by which order it
-- was last changed, and what that changed.
create or replace function public_permits(p_municipality text, p_limit int, p_offset int)
returns table (number text, state text, work_kind text, building_class int, cadastral_code text, plot_address text,
               floor_area numeric, decided_on date, valid_until date, accepted_on date,
               ground text, change_number text)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.key, e.state, e.fields->>'work_kind', (e.fields->>'building_class')::int,
           e.fields->>'cadastral_code', e.fields->>'plot_address', (e.fields->>'floor_area')::numeric,
           (e.fields->>'decided_on')::date, (e.fields->>'valid_until')::date, (e.fields->>'accepted_on')::date,
           e.ground, e.fields->>'change_number'
    from register_entries e join municipalities m on m.id = e.municipality_id
    where e.register = 'permits' and m.code = p_municipality and e.superseded_by is null and e.valid_until is null
      and e.fields ? 'cadastral_code'
    order by (e.fields->>'decided_on')::date desc, e.key desc
    limit least(p_limit, 101) offset p_offset
$$;
revoke execute on function public_permits from public;
grant execute on function public_permits to mms_app;
