"""Settings for all tests."""

from hypothesis import settings

settings.register_profile("khabar", deadline=None, print_blob=True)
settings.load_profile("khabar")
