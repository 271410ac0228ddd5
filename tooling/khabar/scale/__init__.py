"""Past one machine: the steps of check and build over shards, with datatrove to run them.

The steps are the functions that one machine uses; what they write is the same, byte for byte.
"""

from khabar.scale.build import LayShards, build
from khabar.scale.check import Checked, CheckShards, check
from khabar.scale.engine import ENGINES, Engine

__all__ = ["ENGINES", "CheckShards", "Checked", "Engine", "LayShards", "build", "check"]
