"""The responsible party's claim: immutable hashed versions, the source register and its lines."""
