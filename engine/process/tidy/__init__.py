"""Tidying: the automatic layout of a diagram, with a lane for each role (decision 142).

    from engine.process.tidy import tidied

    content = tidied(content, blocks, role_names)     # bytes of a process.bpmn in, bytes out

The diagram becomes a `graph`; `order` finds its ways back and its main way; `place` gives every node a column
and a row of its lane; `routes` searches the arrows on the grid between them, `tracks` puts those side by side
that share a channel, `down` and `across` make distances of it, `picture` puts all together. `improve` tries
other choices and keeps what `score` likes better. What runs is not touched: `writing` changes places and lanes.
The same diagram always gives the same picture, whatever places it had. Refuses to know services and studio.
"""

from engine.process.tidy.tidying import tidied

__all__ = ["tidied"]
