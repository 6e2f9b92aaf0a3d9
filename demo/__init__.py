"""The worked case of the demo: its documents and the replay of its commands; every name is fictional."""
