"""What of published services is stored: versions, and where each is in force."""
