"""The month grid: meters and sources by month, and where each bill that was read belongs in it."""
