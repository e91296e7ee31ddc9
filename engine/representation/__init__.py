"""Acting for another: mandates, the registers that know them, and what several directors file together."""
