"""The worked case of the specification, step by step."""
