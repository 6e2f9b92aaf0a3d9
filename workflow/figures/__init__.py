"""Figures with their place, their links to statement lines, the EV checks and the tests."""
