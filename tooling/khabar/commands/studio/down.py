"""``khabar studio down``."""

from khabar.commands.studio._options import Home
from khabar.commands.studio._output import say
from khabar.studio import server as local


def command(home: Home = local.HOME) -> None:
    """Stop the local Label Studio; its data stay."""
    say("Label Studio is down" if local.down(home) else "Label Studio was not up")
