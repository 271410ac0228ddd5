"""Requests to a Label Studio: who asks, what went wrong in words a person understands, patience.

The SDK knows how keys become headers (a personal access token is exchanged for short-lived ones);
bodies go through as bytes, for the SDK's own models cost more than all the rest. Nothing is tried
again here but what can be asked twice; the SDK's own retries, which would import twice, are off.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from khabar.problem import KhabarError, MissingExtraError

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before a request is tried again."""

_T = TypeVar("_T")


class RefusedError(KhabarError):
    """The server refuses a request; `status` is the number it gave."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TransientError(KhabarError):
    """The server failed or did not answer: what was asked may have been done, or not."""


class Wire:
    """A connection to one server.

    Args:
        url: the server's address, ``https://...``.
        key: a legacy token or a personal access token.
        timeout: seconds to wait for one answer.

    Raises:
        KhabarError: if the address or the key cannot be one.
        MissingExtraError: if the SDK is not installed.
    """

    def __init__(self, url: str, key: str, timeout: float) -> None:
        self.url = checked(url)
        if not (key.isascii() and key.isprintable() and key.strip() == key != ""):
            raise KhabarError("the key holds characters that no key has; copy it again")
        self.pauses = PAUSES
        self._met = False
        try:
            import httpx
            from label_studio_sdk import LabelStudio
        except ImportError as error:
            raise MissingExtraError("the Label Studio client", "studio") from error
        # A proxy of the environment has no business between us and our own machine; a redirect
        # would turn an import into a harmless GET.
        local = urlsplit(self.url).hostname in {"127.0.0.1", "localhost", "::1"}
        http = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=not local)
        with self.translated():
            self.sdk = LabelStudio(
                base_url=self.url, api_key=key, timeout=timeout, max_retries=0, httpx_client=http
            )

    def ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, object] | None = None,
        content: bytes | None = None,
    ) -> bytes:
        """One request, once; the body of the answer.

        Raises:
            TransientError: if the server failed or did not answer.
            RefusedError: if it refuses.
        """
        headers = {"Content-Type": "application/json"} if content is not None else None
        with self.translated():
            answer = self.sdk._client_wrapper.httpx_client.request(  # noqa: SLF001
                path, method=method, params=params, content=content, headers=headers
            )
            if answer.is_success:
                return bytes(answer.content)
        raise self._error(answer.status_code, _said(answer.text))

    def patiently(self, call: Callable[[], _T]) -> _T:
        """Call what may be called twice, again and again while the server fails.

        A server that has never answered is not waited for: its address is wrong, or it is down.

        Raises:
            KhabarError: if the server refuses, or fails to the last.
        """
        for pause in self.pauses:
            try:
                return call()
            except TransientError:
                if not self._met:
                    raise
                time.sleep(pause)
        return call()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Say in our words what the SDK and the network say in theirs."""
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        try:
            yield
            self._met = True
        except ApiError as error:
            raise self._error(error.status_code, error.body) from error
        except httpx.TimeoutException as error:
            raise TransientError(f"{self.url} did not answer in time") from error
        except httpx.HTTPError as error:
            raise TransientError(
                f"no Label Studio answers at {self.url} ({error}); "
                "is it up? `khabar studio up` starts a local one"
            ) from error
        except json.JSONDecodeError as error:
            raise TransientError(f"{self.url} answers with something that is no JSON") from error

    def _error(self, status: int | None, body: object) -> KhabarError:
        self._met = True
        message = f"{self.url} {_explained(status, body)}"
        if status is None or status >= 500 or status == 429:
            return TransientError(message)
        return RefusedError(message, status)


def checked(url: str) -> str:
    """An address without its last slash.

    Raises:
        KhabarError: if it is none, or carries a name or password.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise KhabarError(f"{url!r} is no address of a server; it begins with http:// or https://")
    if parts.username or parts.password:
        raise KhabarError("an address carries no name or password; give the key by --key-file")
    return url.rstrip("/")


def _explained(status: int | None, body: object) -> str:
    words = _words(body)
    if status is not None and status < 300:
        return f"is no Label Studio: it answers with {words}"
    if status in {301, 302, 307, 308}:
        return f"answers with a redirect (HTTP {status}); give the address it leads to"
    if status == 401:
        return (
            f"refuses the key (HTTP 401: {words}); a legacy token must be allowed by the "
            "organization, or use a personal access token"
        )
    if status == 404 and isinstance(body, str):
        return "has no Label Studio there (HTTP 404); give the address without a path"
    if status == 403:
        return f"does not allow this to the owner of the key (HTTP 403: {words})"
    if status is not None and status >= 500:
        return f"failed (HTTP {status}: {words}); the server's log says more"
    return f"refuses (HTTP {status}: {words})"


def _said(text: str) -> object:
    try:
        said: object = json.loads(text)
    except json.JSONDecodeError:
        return text
    return said


def _words(body: object) -> str:
    """The server's own words, in one line of bearable length."""
    said: Any = body
    if isinstance(body, dict):
        said = body.get("validation_errors") or body.get("detail") or body
    elif hasattr(body, "detail"):
        said = getattr(body, "validation_errors", None) or body.detail
    line = " ".join(str(said).split())
    if line.startswith("<"):
        return "a page, as a browser gets it"
    return line if len(line) <= 300 else line[:300] + " …"
