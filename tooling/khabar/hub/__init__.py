"""The dataset hub: articles to a folder that `datasets` reads without any code of ours."""

from khabar.hub.build import build
from khabar.hub.configurations import Configuration, configurations
from khabar.hub.manifest import MANIFEST, Manifest

__all__ = ["MANIFEST", "Configuration", "Manifest", "build", "configurations"]
