-- Lots at auction as everybody may read them: about the thing, never about a person. Who reads has no right to property, so
-- what is shown is chosen here: of the fields of a thing neither who answers for it nor what burdens it. What ended is shown
-- for a year. A lot of a case that is closed without a result was given up, and is not shown.
create or replace function public_lots(p_municipality text, p_lot uuid, p_now timestamptz, p_limit int, p_offset int)
returns table (id uuid, number text, kind text, use text, state text, start_tetri bigint, step_tetri bigint,
               deposit_tetri bigint, price_tetri bigint, put_up_at timestamptz, closes_at timestamptz, inventory_no text,
               asset_kind text, name text, cadastral_code text, location text, area_m2 numeric, building_m2 numeric,
               land_category text, geometry jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select l.id, l.number, l.kind, l.use,
           case when l.state = 'open' and l.closes_at <= p_now then 'closed' else l.state end,
           l.start_tetri, l.step_tetri, l.deposit_tetri, l.price_tetri, l.put_up_at, l.closes_at, a.inventory_no, a.kind,
           s.name, s.cadastral_code, s.fields->>'location', (s.fields->>'area_m2')::numeric,
           (s.fields->>'building_m2')::numeric, s.fields->>'land_category', s.fields->'geometry'
    from lots l join municipalities m on m.id = l.municipality_id join assets a on a.id = l.asset_id
        join cases c on c.id = l.case_id
        join lateral (select * from asset_states t
                      where t.asset_id = a.id and t.superseded_by is null and t.valid_from <= (l.put_up_at at time zone 'Asia/Tbilisi')::date
                      order by t.valid_from desc limit 1) s on true
    where m.code = p_municipality and (p_lot is null or l.id = p_lot)
      and l.closes_at > p_now - interval '1 year' and (l.state <> 'open' or c.closed_at is null)
    order by l.state <> 'open' or l.closes_at <= p_now, abs(extract(epoch from l.closes_at - p_now)), l.id
    limit least(p_limit, 101) offset p_offset
$$;
revoke execute on function public_lots from public;
grant execute on function public_lots to mms_app;
