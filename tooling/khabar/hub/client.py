"""One repository on the hub, by way of the hub's own client; its errors in our words.

The token is the client's business: it takes ``HF_TOKEN`` or what ``hf auth login`` left. Nothing
here sees it.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from msgspec import Struct

from khabar.hub.manifest import MANIFEST
from khabar.problem import KhabarError, MissingExtraError

_CONFLICT = (409, 412)
_BUSY = (408, 425, 429)


class HubError(KhabarError):
    """The hub said no, or was not there.

    Attributes:
        again: whether it may go well the next time: somebody else was first, or the hub was busy
            or not heard.
    """

    def __init__(self, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


class MissingRepositoryError(HubError):
    """There is no such repository, as far as this token may see."""


class RemoteFile(Struct, frozen=True):
    """One file of a repository.

    Attributes:
        oid: git's name for the content.
        sha256: of the content, where the hub tells it: of large files.
    """

    oid: str
    sha256: str | None


class State(Struct, frozen=True):
    """What a repository is at a moment.

    Attributes:
        head: the last commit.
        private: whether only some may see it.
        tags: their names, each with the commit it names.
        files: of the last commit, by path.
    """

    head: str
    private: bool
    tags: dict[str, str]
    files: dict[str, RemoteFile]


def _client() -> ModuleType:
    """The hub's client.

    Raises:
        MissingExtraError: if it is not installed.
    """
    try:
        import huggingface_hub
        import huggingface_hub.utils
    except ModuleNotFoundError as error:
        raise MissingExtraError("the hub", "hub") from error
    client: ModuleType = huggingface_hub
    return client


class Remote:
    """A dataset repository.

    Args:
        name: as ``owner/name``.

    Raises:
        MissingExtraError: if the hub's client is not installed.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._hub = _client()
        self._api = self._hub.HfApi(library_name="khabar")

    @property
    def url(self) -> str:
        """Where it is for people."""
        return f"{self._api.endpoint}/datasets/{self.name}"

    def state(self) -> State:
        """What there is now.

        Raises:
            HubError: if it cannot be had.
        """
        with self._telling():
            about = self._api.repo_info(self.name, repo_type="dataset", revision="main")
            refs = self._api.list_repo_refs(self.name, repo_type="dataset")
            listed = list(
                self._api.list_repo_tree(
                    self.name, repo_type="dataset", revision=about.sha, recursive=True
                )
            )
        return State(
            head=about.sha,
            private=bool(about.private),
            tags={one.name: one.target_commit for one in refs.tags},
            files={one.path: _remote_file(one) for one in listed if hasattr(one, "blob_id")},
        )

    def refuse_foreign(self, revision: str) -> None:
        """Let only a revision pass that `publish` made.

        Raises:
            HubError: if it cannot be had, or has no manifest.
        """
        with self._telling(revision):
            self._api.repo_info(self.name, repo_type="dataset", revision=revision)
            there = self._api.file_exists(
                self.name, MANIFEST, repo_type="dataset", revision=revision
            )
        if not there:
            raise HubError(
                f"{self.name}@{revision} was not published by khabar (it has no {MANIFEST})"
            )

    def create(self, *, private: bool) -> None:
        """Make the repository.

        Raises:
            HubError: if that is refused.
        """
        with self._telling():
            self._api.create_repo(self.name, repo_type="dataset", private=private)

    def download(self, revision: str, only: Iterable[str] | None = None) -> Path:
        """A folder with the files of a revision; what the client's cache has is not sent again.

        Args:
            revision: a commit, tag or branch.
            only: patterns of paths; all files without.

        Raises:
            HubError: if it cannot be had.
        """
        with self._telling(revision):
            patterns = None if only is None else list(only)
            # by its commit: of a name the client gives what its cache has when the hub says no
            about = self._api.repo_info(self.name, repo_type="dataset", revision=revision)
            return Path(
                self._hub.snapshot_download(
                    self.name, repo_type="dataset", revision=about.sha, allow_patterns=patterns
                )
            )

    def commit(
        self,
        parent: str,
        title: str,
        description: str,
        *,
        add: Mapping[str, Path],
        delete: Iterable[str],
    ) -> str:
        """Make one commit on ``main`` with everything in it, all or nothing.

        Args:
            parent: the commit that must still be the last one.
            title: of the commit.
            description: of the commit, in Markdown.
            add: files by their path in the repository.
            delete: paths.

        Raises:
            HubError: if that is refused.
        """
        hub = self._hub
        operations = [
            hub.CommitOperationAdd(path_in_repo=path, path_or_fileobj=str(file))
            for path, file in add.items()
        ]
        operations += [hub.CommitOperationDelete(path_in_repo=path) for path in delete]
        with self._telling():
            made = self._api.create_commit(
                self.name,
                operations,
                repo_type="dataset",
                revision="main",
                parent_commit=parent,
                commit_message=title,
                commit_description=description,
            )
        return str(made.oid)

    def tag(self, name: str, commit: str, message: str) -> None:
        """Name a commit.

        Raises:
            HubError: if that is refused.
        """
        with self._telling():
            self._api.create_tag(
                self.name, repo_type="dataset", tag=name, revision=commit, tag_message=message
            )

    @contextlib.contextmanager
    def _telling(self, revision: str = "main") -> Iterator[None]:
        """Say errors of the client in one clear line."""
        errors = self._hub.utils
        transport = errors.HfHubHTTPError.__mro__[1]  # of whichever HTTP library it is built on
        try:
            yield
        except errors.HFValidationError as error:
            raise HubError(f"{self.name!r} is no name of a repository (owner/name)") from error
        except errors.OfflineModeIsEnabled as error:
            raise HubError("HF_HUB_OFFLINE is set: the hub is not asked; unset it") from error
        except errors.LocalTokenNotFoundError as error:
            raise HubError(f"no token: {_LOG_IN}") from error
        except (transport, OSError) as error:
            self._say(error, revision)
        except RuntimeError as error:  # what the client makes of a failed upload
            if isinstance(error.__cause__, transport | OSError):
                self._say(error.__cause__, revision)
            raise HubError(f"{self.url}: {error}", again=True) from error

    def _say(self, error: BaseException, revision: str) -> NoReturn:
        """Raise what an error of HTTP means.

        Raises:
            HubError: always.
        """
        errors = self._hub.utils
        status = getattr(getattr(error, "response", None), "status_code", None)
        if isinstance(error, errors.GatedRepoError):
            raise HubError(f"{self.name} is gated: ask for access at {self.url}") from error
        if isinstance(error, errors.RepositoryNotFoundError):
            raise MissingRepositoryError(
                f"{self._api.endpoint} has no dataset {self.name}, or this token may not see it; "
                f"{_LOG_IN}"
            ) from error
        if isinstance(error, errors.RevisionNotFoundError):
            raise HubError(f"{self.name} has no tag, branch or commit {revision}") from error
        if status is None:
            reason = " ".join(str(error.__cause__ or error).split())
            raise HubError(f"{self.url} cannot be reached: {reason}", again=True) from error
        raise HubError(*self._answer(status, error), again=_again(status)) from error

    def _answer(self, status: int, error: BaseException) -> tuple[str]:
        """What a status means."""
        if status == 401:
            return (f"{self._api.endpoint} does not accept this token; {_LOG_IN}",)
        if status == 403:
            return (f"this token has no right to write to {self.name}; {_LOG_IN}",)
        if status in _CONFLICT:
            return (f"{self.name} was changed by somebody else in the meantime ({status})",)
        said = getattr(error, "server_message", None) or str(error).splitlines()[0]
        return (f"{self._api.endpoint} answered {status}: {said}",)


_LOG_IN = "log in with `hf auth login`, or set HF_TOKEN to a token that may"


def _again(status: int) -> bool:
    return status in _CONFLICT or status in _BUSY or status >= 500


def _remote_file(one: Any) -> RemoteFile:  # noqa: ANN401 - needs an extra
    lfs = one.lfs
    sha256 = lfs["sha256"] if isinstance(lfs, dict) else getattr(lfs, "sha256", None)
    return RemoteFile(oid=one.blob_id, sha256=sha256)
