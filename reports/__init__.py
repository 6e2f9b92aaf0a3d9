"""Seals: frozen contracts become documents, signatures and packages, and a stranger's check of them.

Pure but for the files it is given: no clock, no database, no web; the same contract gives the same bytes.
"""
