"""The headers that every answer carries."""

import secrets

from flask import Flask, Response, g

POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = 31_536_000


def csp_nonce() -> str:
    """Return the nonce of this answer's scripts; who asks for it lets such scripts run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def install(app: Flask, *, https: bool) -> None:
    """Send strict headers with everything; only static files may be kept by a cache."""

    @app.after_request
    def _send(response: Response) -> Response:
        sent = dict(FIXED)
        if "Content-Security-Policy" not in response.headers:
            nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""  # no page, no script
            sent["Content-Security-Policy"] = POLICY.format(nonce=nonce)
        if https:
            sent["Strict-Transport-Security"] = f"max-age={A_YEAR}"
        response.headers.extend(sent)
        if g.get("actor") is not None or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
