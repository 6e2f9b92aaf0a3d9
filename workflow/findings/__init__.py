"""Misstatements, nonconformities, clarifications and limitations, with rounds of response and citations."""
