"""The engagement: parties, agreed terms, assurance groups, team, impartiality and signatures."""
