"""Science-based targets of a group: base year, targets with their pre-check, yearly progress and the roadmap."""
