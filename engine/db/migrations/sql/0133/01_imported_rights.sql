-- A table may bring rights that others have, with assets or for such as are in the register.
alter table asset_imports
    drop constraint asset_imports_assets_check,
    add column rights integer not null default 0 check (rights >= 0),
    add check (assets >= 0 and assets + rights > 0);
