"""The group case: its entities' latest statements, the statement consolidated from them, and what changed since."""
