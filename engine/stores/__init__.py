"""Stores: what is recorded, table by table. They refuse nothing: the handlers have decided before."""
