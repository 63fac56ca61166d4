"""Who may use the page: the browser that was given its address, and nothing else.

Other sites can make a browser send requests to this machine, and can give a name of theirs this
machine's address. So a request must name this machine as its host, come from the page itself, and
have the token of the address, which is kept as a cookie that no other site can use.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

COOKIE = "sheetflow_token"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer says: nothing of another site is loaded, and nobody may frame the page."""


@dataclass(frozen=True)
class Access:
    """The token of the page's address, and the hosts by which it may be reached."""

    hosts: Collection[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def refusal(self, request: Request) -> Response | None:
        """The answer to a request that may not come in; None for one that may."""
        if request.headers.get("host", "") not in self.hosts:
            return _refused("This page is reached by its own address only.")
        if self._is_foreign(request):
            return _refused("Another site sent this request.")
        if self._has_cookie(request):
            return None
        given = request.query_params.get("token", "")
        if request.method == "GET" and self._is_token(given):
            return self._let_in()
        return _refused("Open the address that sheetflow printed when it started.")

    def _is_foreign(self, request: Request) -> bool:
        """Whether another site made the browser send a request."""
        if request.headers.get("sec-fetch-site") not in (None, "none", "same-origin"):
            return True
        origin = request.headers.get("origin")
        if request.method in ("GET", "HEAD") and origin is None:
            return False
        return origin not in self._origins

    @property
    def _origins(self) -> set[str]:
        """What a browser names as the origin of a request from this page."""
        return {f"http://{host}" for host in self.hosts}

    def _has_cookie(self, request: Request) -> bool:
        return self._is_token(request.cookies.get(COOKIE, ""))

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self.token.encode())

    def _let_in(self) -> Response:
        """The page without the token in its address, which is kept as a cookie."""
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
        return answer


def loopback_hosts(port: int) -> set[str]:
    """The hosts by which this machine reaches itself."""
    return {f"{host}:{port}" for host in LOOPBACK}


def _refused(text: str) -> Response:
    return PlainTextResponse(text, status_code=403)
