"""Store of published services: versions, and where each is in force."""
