"""Registers beside their entries: batches, events of the civil registry, certificates, subscribers."""
