"""khabar: a labelled corpus of Arabic news, and the toolkit that keeps it right."""

__version__ = "0.1.0"
