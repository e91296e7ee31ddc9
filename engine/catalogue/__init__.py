"""The catalogue: services, municipalities, parameters, holidays and centres as files.

Reads what analysts write below `bpmn/`, checks it against `bpmn/schemas/` and hands out frozen
data. It refuses to know the database, what a process does and who asks.
"""

from engine.catalogue.errors import CatalogueError

__all__ = ["CatalogueError"]
