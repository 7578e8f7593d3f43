"""Settings from the environment; a missing or unsafe value stops the start."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from competency.kernel.values import Value

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 16
KEY_FILE = "secret.key"
SMTP_PORT = 25


class UnsafeSettings(RuntimeError):
    """A setting is missing or would make the installation unsafe."""


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """The server that takes our mail, whom it comes from, and where its links lead."""

    host: str
    port: int
    sender: str
    site: str  # https://casebridge.example.org, without a slash at its end
    user: str = ""
    password: str = field(default="", repr=False)  # with one, the way to the server is encrypted


class Settings(Value, kw_only=True):
    """All that an installation decides outside its database."""

    database_url: str
    data_dir: Path
    secret_key: str | None
    audit_key: str | None = None
    plain_http: bool = False
    proxy_hops: int = 0
    cheap_passwords: bool = False  # tests only: argon2 with the least work it accepts
    clamd_socket: Path | None = None  # where clamd listens; None: files are not scanned
    mail: MailSettings | None = None  # None: nothing is sent, notices stand on the pages alone

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings, or refuse with what is wrong and what to set."""
        data_dir = Path(environ.get("COMPETENCY_DATA_DIR") or ROOT / "var").resolve()
        url = environ.get("COMPETENCY_DATABASE_URL") or (
            f"sqlite:///{data_dir / 'competency.sqlite'}"
        )
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise UnsafeSettings(
                "COMPETENCY_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://"
            )
        return cls(
            database_url=url,
            data_dir=data_dir,
            secret_key=_secret_key(environ, data_dir),
            audit_key=environ.get("COMPETENCY_AUDIT_KEY") or None,
            plain_http=_flag(environ, "COMPETENCY_PLAIN_HTTP"),
            proxy_hops=_number(environ, "COMPETENCY_PROXY_HOPS"),
            clamd_socket=_path(environ, "COMPETENCY_CLAMD_SOCKET"),
            mail=_mail(environ),
        )

    def need_secret_key(self) -> str:
        """Return the secret key, or refuse in words that say how to set one."""
        if not self.secret_key:
            raise UnsafeSettings(
                "COMPETENCY_SECRET_KEY is not set. Set it to a long random text, for example "
                'from: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return self.secret_key


def keep_new_secret_key(data_dir: Path) -> None:
    """Make a secret key and leave it in the data folder, for its owner's eyes only.

    For the demonstration; a real installation names its key in the environment.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    mine = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with (
        suppress(FileExistsError),  # another process was first: its key counts
        os.fdopen(os.open(data_dir / KEY_FILE, mine, 0o600), "w") as file,
    ):
        file.write(secrets.token_urlsafe(48))


def _secret_key(environ: Mapping[str, str], data_dir: Path) -> str | None:
    """Take the environment's key; else the one the demo organisation left in its data folder."""
    kept = data_dir / KEY_FILE
    key = environ.get("COMPETENCY_SECRET_KEY") or (
        kept.read_text(encoding="ascii").strip() if kept.is_file() else None
    )
    if key is not None and len(key) < SHORTEST_KEY:
        raise UnsafeSettings(
            f"COMPETENCY_SECRET_KEY is too short: use at least {SHORTEST_KEY} characters."
        )
    return key


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "")
    if value not in ("", "0", "1"):
        raise UnsafeSettings(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def _number(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name) or "0"
    if not value.isascii() or not value.isdigit():
        raise UnsafeSettings(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _mail(environ: Mapping[str, str]) -> MailSettings | None:
    """Read where mail goes; a server alone is not enough: whom from, and where links lead."""
    host = environ.get("COMPETENCY_SMTP_HOST")
    if not host:
        return None
    sender, site = environ.get("COMPETENCY_SMTP_FROM", ""), environ.get("COMPETENCY_SITE", "")
    if "@" not in sender or not sender.isprintable():
        raise UnsafeSettings(
            "COMPETENCY_SMTP_FROM must be the address that our mail comes from, "
            f"not {sender!r}, because COMPETENCY_SMTP_HOST is set."
        )
    if not site.startswith(("https://", "http://")):
        raise UnsafeSettings(
            "COMPETENCY_SITE must be the address of this installation, for example "
            f"https://casebridge.example.org, not {site!r}: links in mail begin with it."
        )
    user, password = _mail_account(environ)
    return MailSettings(
        host=host,
        port=_number(environ, "COMPETENCY_SMTP_PORT") or SMTP_PORT,
        sender=sender,
        site=site.rstrip("/"),
        user=user,
        password=password,
    )


def _mail_account(environ: Mapping[str, str]) -> tuple[str, str]:
    """Read whom the mail server lets in: a user and a password, or neither."""
    user = environ.get("COMPETENCY_SMTP_USER", "")
    password = environ.get("COMPETENCY_SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        raise UnsafeSettings(
            "COMPETENCY_SMTP_USER and COMPETENCY_SMTP_PASSWORD belong together: "
            "set both or neither."
        )
    for name, value in (("USER", user), ("PASSWORD", password)):
        if not (value.isascii() and value.isprintable()):  # what SMTP can carry
            raise UnsafeSettings(
                f"COMPETENCY_SMTP_{name} holds letters that mail servers do not take: "
                "use letters without accents, digits and signs."
            )
    return user, password


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    return Path(value) if value else None
