"""The group's programme: its organisation, its organisational boundary, its milestones and the portfolio over all."""
