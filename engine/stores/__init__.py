"""What is recorded, table by table. Stores refuse nothing: the handlers have decided before."""
