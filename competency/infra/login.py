"""Flask-Login carries the token of a sign-in; who holds it is asked of the database each time."""

from collections.abc import Callable

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from competency.kernel.actor import Actor


class Bearer(UserMixin):  # type: ignore[misc]
    """Whoever holds the token of a live sign-in."""

    def __init__(self, token: str, actor: Actor | None = None) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """Return what the cookie carries."""
        return self.token


def install(app: Flask, find: Callable[[str], Actor | None]) -> None:
    """Let Flask-Login find the actor of each request by the token in its cookie."""
    manager = LoginManager()
    manager.session_protection = None  # the sign-in row decides, not the address of the moment
    manager.init_app(app)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(token: str) -> Bearer | None:
        actor = find(token)
        return Bearer(token, actor) if actor else None


def current_actor() -> Actor | None:
    """Return who holds the cookie of this request."""
    holder = current_user._get_current_object()  # looked up once: each look goes by the request
    return holder.actor if holder.is_authenticated else None


def begin(token: str) -> None:
    """Start afresh with the token, so that nothing of an older session lives on."""
    session.clear()
    g.pop(current_app.config["WTF_CSRF_FIELD_NAME"], None)  # else this page shows the old token
    login_user(Bearer(token))


def forget() -> None:
    """Take the token, and all else, out of the cookie."""
    logout_user()
    session.clear()
