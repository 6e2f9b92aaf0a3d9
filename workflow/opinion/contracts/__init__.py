"""Builds the frozen contracts of the documents from the rows of the case; nothing is typed again here."""
