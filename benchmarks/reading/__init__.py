"""Measures reading: how much is found, how well it is bound, whether its confidence is true, and how fast it is."""
