"""Identity: signing in by card or code, addresses bound to people, sessions, guests."""
