"""The register of municipal property: assets, the rights to them, inventories, auctions."""
