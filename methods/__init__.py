"""The arithmetic of verification: no I/O, no clock, no chance but a given seed; Decimal in, Decimal out."""
