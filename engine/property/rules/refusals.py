"""Refusals of an entry in the register of property."""

from __future__ import annotations

from engine.errors import Rejected


class PlotTaken(Rejected):
    """The plot is entered with another asset, here or in another municipality."""

    code = "asset.plot_taken"


class NumberTaken(Rejected):
    """Another asset of the municipality has this inventory number."""

    code = "asset.number_taken"
