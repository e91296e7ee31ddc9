"""The register of municipal property: assets, the rights to them, inventories, auctions.

To change what everybody reads of lots at auction: `engine/db/schema/functions/public_lots.sql` chooses the
fields, `engine/property/queries/public_lots.py`; a lot is kept when the auction's answer comes back
(`engine/property/operations/auctions.py`). Pages `web/public/lots.py`, API `web/api/lots.py`; marker test
`tests/web/test_public_pages.py`.
"""
