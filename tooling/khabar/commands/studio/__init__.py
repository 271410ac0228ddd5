"""Annotate in Label Studio, a local one or any other."""
