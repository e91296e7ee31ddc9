"""Jobs of registers: what workers do with them."""
