"""The worked case of the demo: draws its documents and replays its commands; every name in it is fictional."""
