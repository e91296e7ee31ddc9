"""Cash at community centres: receipts, days counted and confirmed, deposits at the treasury."""
