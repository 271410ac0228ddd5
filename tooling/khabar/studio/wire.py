"""Requests to a Label Studio: who asks, what went wrong in words a person understands, patience.

Plain HTTP: Label Studio's own SDK takes 160 MiB and a second and a half before it asks anything.
Nothing is tried again here but what can be asked twice.
"""

import base64
import binascii
import ssl
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from khabar.problem import KhabarError
from khabar.studio.connection import first_cause, pool

if TYPE_CHECKING:
    import urllib3

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

    A personal access token is exchanged for one that lives for minutes, and that for the next
    when the server knows it no more.

    Args:
        url: the server's address, ``https://...``.
        key: a legacy token or a personal access token.
        timeout: seconds to wait for one answer.

    Raises:
        KhabarError: if the address or the key cannot be one.
        MissingExtraError: if urllib3 is not installed.
    """

    def __init__(self, url: str, key: str, timeout: float) -> None:
        self.url = checked(url)
        if not _is_key(key):
            raise KhabarError("the key holds characters that no key has; copy it again")
        self._key = key
        self._personal = _is_personal(key)
        self._access = ""
        self.pauses = PAUSES
        self._met = False
        self._pool = pool(self.url, timeout)

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
        answer = self._asked(method, path, params, content)
        if answer.status == HTTPStatus.UNAUTHORIZED and self._personal:
            self._access = ""
            answer = self._asked(method, path, params, content)
        return self._body(answer)

    def _asked(
        self,
        method: str,
        path: str,
        params: Mapping[str, object] | None,
        content: bytes | None,
    ) -> "urllib3.BaseHTTPResponse":
        authorization = f"Token {self._key}"
        if self._personal:
            if not self._access:
                self._access = self._exchanged()
            authorization = f"Bearer {self._access}"
        return self._sent(method, path, params, content, authorization)

    def _exchanged(self) -> str:
        content = msgspec.json.encode({"refresh": self._key})
        body = self._body(self._sent("POST", "api/token/refresh/", None, content, ""))
        try:
            access = msgspec.json.decode(body, type=_Exchanged).access
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise KhabarError(f"{self.url} gives nothing for a personal access token") from error
        if not _is_key(access):
            raise KhabarError(f"{self.url} gives no key for a personal access token")
        return access

    def _sent(
        self,
        method: str,
        path: str,
        params: Mapping[str, object] | None,
        content: bytes | None,
        authorization: str,
    ) -> "urllib3.BaseHTTPResponse":
        from urllib3 import exceptions

        headers = {"Authorization": authorization} if authorization else {}
        if content is not None:
            headers["Content-Type"] = "application/json"
        asked: Any = params  # numbers are written as they are
        try:
            return self._pool.request(
                method,
                f"{self.url}/{path}",
                body=content,
                fields=asked,
                headers={**self._pool.headers, **headers},
                retries=False,
                redirect=False,  # it would turn an import into a harmless GET
            )
        except exceptions.HTTPError as error:
            raise self._unanswered(error) from error

    def _unanswered(self, error: "urllib3.exceptions.HTTPError") -> KhabarError:
        """Why there is no answer, in words that help."""
        from urllib3 import exceptions

        cause = first_cause(error)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return KhabarError(
                f"{self.url} shows a certificate that this machine does not trust "
                f"({cause.verify_message}); a file of certificates that it shall trust is named by "
                "SSL_CERT_FILE"
            )
        said = _words(str(cause))
        if isinstance(error, exceptions.ProxyError):
            return TransientError(f"the environment's proxy does not lead to {self.url} ({said})")
        if isinstance(cause, TimeoutError):
            return TransientError(f"{self.url} did not answer in time")
        return TransientError(
            f"no Label Studio answers at {self.url} ({said}); "
            "is it up? `khabar studio up` starts a local one"
        )

    def _body(self, answer: "urllib3.BaseHTTPResponse") -> bytes:
        self._met = True
        status = answer.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return answer.data
        message = f"{self.url} {_explained(status, _said(answer.data))}"
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TransientError(message)
        raise RefusedError(message, status)

    def read(self, answer: bytes, kind: type[_T]) -> _T:
        """The body of an answer as what it should be.

        Raises:
            KhabarError: if it is something else.
        """
        try:
            return msgspec.json.decode(answer, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if isinstance(said := _said(answer), str):
                raise KhabarError(
                    f"{self.url} is no Label Studio: it answers with {_words(said)}"
                ) from error
            raise KhabarError(f"{self.url} answers as no Label Studio does: {error}") from error

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


class _Exchanged(msgspec.Struct):
    access: str


class _Claims(msgspec.Struct):
    exp: float = float("inf")


def _is_key(key: str) -> bool:
    """Whether it can stand in a header."""
    return key.isascii() and key.isprintable() and key.strip() == key != ""


def _is_personal(key: str) -> bool:
    """Whether a key is a personal access token: three parts, of which the second is claims.

    Raises:
        KhabarError: if it is one that has expired.
    """
    parts = key.split(".")
    if len(parts) != 3:
        return False
    try:
        body = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        claims = msgspec.json.decode(body, type=_Claims)
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError):
        return False
    if claims.exp < time.time():
        raise KhabarError("the key has expired; make a new personal access token")
    return True


def checked(url: str) -> str:
    """An address without its last slash.

    Raises:
        KhabarError: if it is none, or carries a name or password.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise KhabarError(f"{url!r} is no address of a server: {error}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise KhabarError(f"{url!r} is no address of a server; it begins with http:// or https://")
    if parts.username or parts.password:
        raise KhabarError("an address carries no name or password; give the key by --key-file")
    return url.rstrip("/")


def _explained(status: int, body: object) -> str:
    words = _words(body)
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
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"failed (HTTP {status}: {words}); the server's log says more"
    return f"refuses (HTTP {status}: {words})"


def _said(body: bytes) -> object:
    try:
        said: object = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return body.decode(errors="replace")
    return said


def _words(body: object) -> str:
    """The server's own words, in one line of bearable length."""
    said: Any = body
    if isinstance(body, dict):
        said = body.get("validation_errors") or body.get("detail") or body
    shown = "".join(one if one.isprintable() else " " for one in str(said))
    line = " ".join(shown.split())
    if line.startswith("<"):
        return "a page, as a browser gets it"
    return line if len(line) <= 300 else line[:300] + " …"
