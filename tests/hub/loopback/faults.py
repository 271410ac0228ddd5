"""What can go wrong between a client and the hub, on demand."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Fault:
    """Something that goes wrong with the requests that a pattern finds.

    Attributes:
        pattern: searched in ``METHOD /path``.
        status: what is answered, 0 for the hub's own answer.
        lost: the connection breaks off instead of an answer: "before" the request has had an
            effect, or "after".
        wait: seconds until anything happens.
        meanwhile: what somebody else does first.
        skip: how many such requests go well before.
        times: how many fail.
    """

    pattern: str
    status: int = 0
    lost: str = ""
    wait: float = 0
    meanwhile: Callable[[], object] | None = None
    skip: int = 0
    times: int = 1

    def strikes(self, request: str) -> bool:
        """Whether it is this request's turn; counts it."""
        if not self.times or not re.search(self.pattern, request):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True
