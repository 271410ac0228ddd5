"""Check and build past one machine."""
