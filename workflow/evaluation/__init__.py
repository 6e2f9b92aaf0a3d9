"""Misstatements against materiality per assurance group and basis; proposal and decision."""
