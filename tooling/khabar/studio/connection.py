"""A pool of connections to one server, by way of the environment's proxy and the system's trust.

urllib3, because hundreds of megabytes of annotations come down the wire: reading them costs it a
quarter of what httpx takes.
"""

import base64
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from khabar.problem import KhabarError, MissingExtraError

if TYPE_CHECKING:
    import urllib3

_OURS = {"127.0.0.1", "localhost", "::1"}
"""A proxy has no business between us and our own machine."""


def pool(url: str, timeout: float) -> "urllib3.PoolManager":
    """Connections to a server, made when they are needed and kept.

    Args:
        url: the server's address.
        timeout: seconds to wait for a connection, and for each piece of an answer.

    Raises:
        KhabarError: if the environment names a proxy that cannot be used.
        MissingExtraError: if urllib3 is not installed.
    """
    try:
        import urllib3
    except ImportError as error:
        raise MissingExtraError("the Label Studio client", "studio") from error
    headers = urllib3.make_headers(accept_encoding=True)
    proxy = proxy_for(url)
    if proxy is None:
        return urllib3.PoolManager(timeout=timeout, headers=headers)
    try:
        named = _named(proxy)
        return urllib3.ProxyManager(proxy, timeout=timeout, headers=headers, proxy_headers=named)
    except urllib3.exceptions.ProxySchemeUnknown as error:
        raise KhabarError(
            f"the environment names a proxy of the kind {proxy.partition(':')[0]}://, which khabar"
            " cannot use; http:// and https:// it can"
        ) from error
    except (urllib3.exceptions.HTTPError, ValueError) as error:  # with its password: not shown
        raise KhabarError("what the environment names as a proxy is no address") from error


def _named(proxy: str) -> dict[str, str]:
    """The header that tells a proxy who asks."""
    parts = urlsplit(proxy)
    if not parts.username:
        return {}
    who = unquote(f"{parts.username}:{parts.password or ''}")
    return {"Proxy-Authorization": f"Basic {base64.b64encode(who.encode()).decode()}"}


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address; None for the straight way."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in _OURS or proxy_bypass(host) or proxy_bypass(parts.netloc):
        return None
    named = getproxies()
    proxy = named.get(parts.scheme) or named.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def first_cause(error: BaseException) -> BaseException:
    """What the system said first, under what libraries made of it.

    What khabar itself has said stands for an earlier request.
    """
    while (cause := error.__cause__ or error.__context__) is not None:
        if isinstance(cause, KhabarError):
            break
        error = cause
    return error
