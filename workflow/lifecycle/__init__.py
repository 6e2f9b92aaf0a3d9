"""The case machine with its gates over all nouns, and the case page."""
