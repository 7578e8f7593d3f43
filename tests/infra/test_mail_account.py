"""An account at a real mail server that encrypts: let in, sent away, and never in the clear."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from competency.config import MailSettings
from competency.infra.mail import Letter, Unreachable, smtp_mailer
from tests.support.letterbox import Letterbox, mail_server

LETTER = Letter("asha@example.org", "1 thing", "Dear Asha", "k1", datetime(2026, 5, 8, tzinfo=UTC))
USER, PASSWORD = "casebridge", "swan lamp 7!"


class Server:
    """A server with an account; it says in `asked` who wanted to come in."""

    def __init__(self, certificate: Path) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.letterbox = Letterbox()
        self.asked: list[str] = []
        self.port = 0

    def lets_in(self, _server: Any, _session: Any, _envelope: Any, _how: str, said: Any) -> Any:
        """Answer who says who they are."""
        assert isinstance(said, LoginPassword)
        self.asked.append(said.login.decode())
        known = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)

    def settings(self, password: str) -> MailSettings:
        """Return settings of an installation that uses this server."""
        return MailSettings(
            host="localhost",
            port=self.port,
            sender="us@example.org",
            site="https://casebridge.example.org",
            user=USER,
            password=password,
        )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of this machine's own, made for this run."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, so that no server could encrypt")
    file = tmp_path_factory.mktemp("mail") / "both.pem"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", f"{file}.key", "-out", str(file)]
    subprocess.run([openssl, *made], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.key").read_bytes())
    return file


@pytest.fixture
def server(certificate: Path) -> Iterator[Server]:
    """The server, for as long as a test lasts."""
    made = Server(certificate)
    with mail_server(
        made.letterbox,
        tls_context=made.context,
        require_starttls=True,
        authenticator=made.lets_in,
        auth_required=True,
    ) as port:
        made.port = port
        yield made


def test_with_its_account_the_mail_goes_out(
    server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with smtp_mailer(server.settings(PASSWORD)) as mailer:
        mailer.send(LETTER)

    assert server.asked == [USER]
    assert [str(one["To"]) for one in server.letterbox.letters] == ["asha@example.org"]


def test_with_another_password_nothing_goes_out(
    server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with pytest.raises(Unreachable, match="535"), smtp_mailer(server.settings("another")):
        pytest.fail("nothing may be sent")

    assert server.letterbox.letters == []


def test_a_server_whose_certificate_nobody_vouches_for_never_hears_the_password(
    server: Server,
) -> None:
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):  # noqa: SIM117
        with smtp_mailer(server.settings(PASSWORD)):
            pytest.fail("nothing may be sent")

    assert server.asked == []
