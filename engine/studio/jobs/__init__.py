"""Jobs of the studio: what workers do with it."""
