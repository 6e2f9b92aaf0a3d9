"""The widgets and drawings that every page is made of."""
