"""Who may use the page: browsers that opened its address or gave its password, and nothing else.

Other sites can make a browser send requests to this machine, and can give a name of theirs this
machine's address. So a request must name this machine as its host, come from the page itself, and
have the cookie of a session, which no other site can use. Each browser has a session of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from sheetflow.domain.messages import message
from sheetflow.serving.passwords import Password

COOKIE = "sheetflow_session"
MOST_SESSIONS = 1000
"""How many browsers may be let in; beyond them the one that came first is out again."""

SIGN_IN = "/sign-in"
WITHOUT_SESSION = (SIGN_IN, "/static/style.css", "/static/icon.svg")
"""What a browser gets that has not given the password yet."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # With no-referrer, a browser would not name the page as the origin of its own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer says: nothing of another site is loaded, and nobody may frame the page."""


@dataclass(frozen=True)
class Access:
    """The token of the page's address, the hosts by which it may be reached, and who is in.

    `cookie` is the name of the cookie: browsers share cookies between the ports of a machine, so
    each page has a name of its own. Without a `password`, only the address lets a browser in.
    """

    hosts: Collection[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = COOKIE
    password: Password | None = None
    _sessions: dict[str, None] = field(default_factory=dict)

    def refusal(self, request: Request) -> Response | None:
        """The answer to a request that may not come in; None for one that may."""
        if request.headers.get("host", "") not in self.hosts:
            return _refused(message("This page is reached by its own address only."))
        if self._is_foreign(request):
            return _refused(message("Another site sent this request."))
        given = request.query_params.get("token", "")
        if request.method == "GET" and given and self._is_token(given):
            return self.let_in(request)
        if self.session(request):
            return None
        if self.password is None:
            return _refused(
                message("Open the address that sheetflow printed when it started.")
            )
        if request.url.path in WITHOUT_SESSION:
            return None
        if request.method == "GET" and request.url.path == "/":
            return RedirectResponse(SIGN_IN, status_code=303)
        return _refused(message("Enter the password first."))

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

    def session(self, request: Request) -> str:
        """The session that a request belongs to; empty where it has none."""
        given = request.cookies.get(self.cookie, "")
        return given if given in self._sessions else ""

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self.token.encode())

    def let_in(self, request: Request) -> Response:
        """The page without the token in its address, with a session for this browser."""
        answer = RedirectResponse("/", status_code=303)
        session = self.session(request) or self._new_session()
        answer.set_cookie(self.cookie, session, httponly=True, samesite="strict")
        return answer

    def _new_session(self) -> str:
        session = secrets.token_urlsafe(32)
        self._sessions[session] = None
        while len(self._sessions) > MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        return session


def _refused(text: str) -> Response:
    return PlainTextResponse(text, status_code=403)
