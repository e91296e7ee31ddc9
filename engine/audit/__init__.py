"""The audit trail (audit log): hash chains over what happened, one per case, one per stream."""
