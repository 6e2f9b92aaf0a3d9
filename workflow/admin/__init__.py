"""The operator's screens: organisations, people, sessions, jobs, store and chain checks."""
