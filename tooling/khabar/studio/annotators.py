"""Who annotated, without saying who: pseudonyms, and the one file that knows more.

The file lies in the studio's folder, outside git, with mode 600. People may edit it to choose a
pseudonym; the next pull uses what it says.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from khabar.problem import KhabarError
from khabar.studio.private import read_private, write_private

FILE = "annotators.json"
_PSEUDONYM = re.compile(r"[a-z0-9][a-z0-9-]{1,63}")


class Pseudonyms:
    """Gives every account of a server a lasting pseudonym.

    Args:
        path: the file that keeps them: account to pseudonym.
        url: the server's address; names the accounts whose e-mail cannot be seen.
        users: the e-mails of the server's users by number.

    Raises:
        KhabarError: if the file cannot be read, or holds what is no pseudonym or one for two.
    """

    def __init__(self, path: Path, url: str, users: Mapping[int, str]) -> None:
        self._path = path
        self._url = url
        self._users = users
        self._known = read_private(path)
        for name in self._known.values():
            # The pseudonym becomes the name of a folder.
            if not _PSEUDONYM.fullmatch(name):
                raise KhabarError(f"{path}: {name!r} is no pseudonym; a-z, 0-9 and - are allowed")
        if len(set(self._known.values())) < len(self._known):
            raise KhabarError(f"{path}: two accounts have one pseudonym")

    def __call__(self, completed_by: object) -> str:
        """The pseudonym of who completed an annotation; a new one for a new account.

        Args:
            completed_by: the number of the account, its e-mail, or an object with ``id`` and
                ``email``.

        Raises:
            KhabarError: if a new pseudonym cannot be written down.
        """
        account = self._account(completed_by)
        if account not in self._known:
            self._known[account] = self._fresh()
            write_private(self._path, self._known)
        return self._known[account]

    def _account(self, completed_by: object) -> str:
        number, email = completed_by, None
        if isinstance(completed_by, str):
            email = completed_by  # drafts name their author so
        if isinstance(completed_by, dict):
            number, email = completed_by.get("id"), completed_by.get("email")
        if email is None and isinstance(number, int):
            email = self._users.get(number)
        return str(email) if email else f"{self._url}#{number}"

    def _fresh(self) -> str:
        taken = set(self._known.values())
        return next(
            name
            for name in (f"annotator-{number}" for number in range(1, len(taken) + 2))
            if name not in taken
        )
