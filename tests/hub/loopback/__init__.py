"""A stand-in for the dataset hub on this machine, which the real clients push to and load from.

It keeps everything in memory, speaks the hub's HTTP as far as publishing and reading datasets
needs it, and can be told to fail in the ways that networks and other people make a hub fail.
"""

from hub.loopback.client import Client, Done
from hub.loopback.faults import Fault
from hub.loopback.repository import Repository
from hub.loopback.server import LoopbackHub

__all__ = ["Client", "Done", "Fault", "LoopbackHub", "Repository"]
