"""My work: everything that waits on a person over all cases."""
