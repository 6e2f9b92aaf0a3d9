"""Organisations, people and their roles; sign-in, second factor, sessions, deputies and invitations."""
