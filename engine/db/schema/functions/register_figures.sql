-- How many entries of a register of the principal's municipality began and ended in each month of a period, by place, and
-- (without a month) how many were in force before the period and are at its end: numbers, and nobody's entry. What goes on
-- in another entry of its key neither begins nor ends; `begun_there` and `ended_there` count it where the place is another.
-- It is looked for by its key: `+ 0` keeps the index of days away, for an act may change thousands on one day.
create or replace function register_figures(p_register text, p_municipality int, p_first date, p_after date)
returns table (place text, month int, begun int, begun_there int, ended int, ended_there int, before int, standing int)
language sql stable security definer set search_path = public, pg_temp as $$
    with kept as not materialized (
        select e.place, e.key, e.valid_from, e.valid_until from register_entries e
        where p_municipality = any (my_municipalities()) and e.municipality_id = p_municipality
          and e.register = p_register and e.superseded_by is null and not e.is_final),
    begun as (
        select k.place, extract(month from k.valid_from)::int as month,
               count(*) filter (where o.is_there is null) as whole,
               count(*) filter (where o.is_there is not true) as there
        from kept k left join lateral (select o.place is not distinct from k.place as is_there from kept o
            where o.key = k.key and o.valid_until + 0 = k.valid_from limit 1) o on true
        where k.valid_from >= p_first and k.valid_from < p_after group by 1, 2),
    ended as (
        select k.place, extract(month from k.valid_until)::int as month,
               count(*) filter (where o.is_there is null) as whole,
               count(*) filter (where o.is_there is not true) as there
        from kept k left join lateral (select o.place is not distinct from k.place as is_there from kept o
            where o.key = k.key and o.valid_from + 0 = k.valid_until limit 1) o on true
        where k.valid_until >= p_first and k.valid_until < p_after group by 1, 2),
    counted as (
        select b.place, b.month, b.whole as begun, b.there as begun_there, 0 as ended, 0 as ended_there,
               0 as before, 0 as standing from begun b
        union all select d.place, d.month, 0, 0, d.whole, d.there, 0, 0 from ended d
        union all select k.place, null, 0, 0, 0, 0,
               count(*) filter (where k.valid_from < p_first and (k.valid_until is null or k.valid_until >= p_first)),
               count(*) filter (where k.valid_until is null or k.valid_until >= p_after)
            from kept k where k.valid_from < p_after group by 1)
    select c.place, c.month, sum(c.begun)::int, sum(c.begun_there)::int, sum(c.ended)::int, sum(c.ended_there)::int,
           sum(c.before)::int, sum(c.standing)::int
    from counted c group by 1, 2
$$;
revoke execute on function register_figures from public;
grant execute on function register_figures to mms_app;
