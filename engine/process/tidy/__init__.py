"""Tidying: the automatic layout of a diagram, with a lane for each role (decision 142).

    from engine.process.tidy import tidied

    content = tidied(content, blocks, role_names)     # bytes of a process.bpmn in, bytes out

`lanes` says who does what. The diagram becomes a `graph`; `order` finds its ways back and its main way;
`place` gives every node a column and a row of its lane; `routes` searches the arrows on the `grid` between
them, `tracks` puts those side by side that share a channel, `ports` and `furniture` find room at the nodes,
`down` and `across` make distances of it, `picture` puts all together, `remarks` come last. `improve` tries
other placements, those first that have the best `outlook`, and keeps what has the better `score`.

What runs is not touched: `writing` changes places and lanes. The same diagram always gives the same picture,
whatever places it had. Refuses to know services and studio; `mms diagram tidy` is in
`engine/catalogue/tidying.py`.

To change how diagrams are laid out: what is better is a weight in `score`, what an arrow avoids one in
`routes`, a distance one in `down` or `across`; look at pictures before and after.
"""

from engine.process.tidy.tidying import tidied

__all__ = ["tidied"]
