-- Property is its office's; a right is also its holder's.

alter table assets enable row level security;
create policy office on assets using (municipality_id = any ((select my_municipalities())::int[]));

alter table asset_imports enable row level security;
create policy office on asset_imports using (municipality_id = any ((select my_municipalities())::int[]));

alter table asset_states enable row level security;
create policy office on asset_states using (municipality_id = any ((select my_municipalities())::int[]));

alter table asset_rights enable row level security;
create policy office on asset_rights using (
    municipality_id = any ((select my_municipalities())::int[]) or holder_id = (select my_person()));

alter table inventories enable row level security;
create policy office on inventories using (municipality_id = any ((select my_municipalities())::int[]));

alter table inventory_items enable row level security;
create policy office on inventory_items using (municipality_id = any ((select my_municipalities())::int[]));
