"""Articles to and from the forms that other tools read: one format, one file."""
