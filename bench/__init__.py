"""Measurements. Each compares two ways of doing the same in one run, because machines differ and days do."""
