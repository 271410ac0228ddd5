"""Build the dataset that others load."""
