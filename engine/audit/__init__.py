"""Hash chains over what happened: one per case, one per stream."""
