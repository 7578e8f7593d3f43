"""Settings from the environment: what stands when nothing is set, and what stops the start."""

import pytest

from competency.config import Settings, UnsafeSettings

KEY = "long enough to sign with it"


def settings(tmp_path, **environ):
    return Settings.from_environ({"COMPETENCY_DATA_DIR": str(tmp_path)} | environ)


def test_what_stands_when_nothing_is_set(tmp_path):
    found = settings(tmp_path)

    assert found.database_url == f"sqlite:///{tmp_path}/competency.sqlite"
    assert (found.secret_key, found.plain_http, found.proxy_hops) == (None, False, 0)
    assert (found.mail, found.clamd_socket) == (None, None)


def test_the_environment_goes_before_the_demonstrations_key(tmp_path):
    (tmp_path / "secret.key").write_text("the key the demonstration made\n", encoding="ascii")

    assert settings(tmp_path).secret_key == "the key the demonstration made"
    assert settings(tmp_path, COMPETENCY_SECRET_KEY=KEY).secret_key == KEY


def test_without_a_key_the_refusal_says_how_to_make_one(tmp_path):
    with pytest.raises(UnsafeSettings, match=r"token_urlsafe"):
        settings(tmp_path).need_secret_key()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMPETENCY_DATABASE_URL", "postgresql://db/casebridge"),  # the driver is always named
        ("COMPETENCY_DATABASE_URL", "mysql://db/casebridge"),
        ("COMPETENCY_SECRET_KEY", "too short"),
        ("COMPETENCY_PLAIN_HTTP", "yes"),
        ("COMPETENCY_PROXY_HOPS", "-1"),
        ("COMPETENCY_PROXY_HOPS", "one"),
    ],
)
def test_an_unsafe_value_stops_the_start_and_names_itself(tmp_path, name, value):
    with pytest.raises(UnsafeSettings, match=name):
        settings(tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({}, "COMPETENCY_SMTP_FROM"),
        ({"COMPETENCY_SMTP_FROM": "nobody"}, "COMPETENCY_SMTP_FROM"),
        ({"COMPETENCY_SMTP_FROM": "us@example.org"}, "COMPETENCY_SITE"),
    ],
)
def test_a_mail_server_alone_is_not_enough(tmp_path, more, missing):
    with pytest.raises(UnsafeSettings, match=missing):
        settings(tmp_path, COMPETENCY_SMTP_HOST="mail.example.org", **more)


MAIL = {
    "COMPETENCY_SMTP_HOST": "mail.example.org",
    "COMPETENCY_SMTP_FROM": "us@example.org",
    "COMPETENCY_SITE": "https://casebridge.example.org",
}


def test_a_mail_servers_user_and_password_are_read_and_never_shown(tmp_path):
    secret = "swan lamp 7!"
    account = {"COMPETENCY_SMTP_USER": "casebridge", "COMPETENCY_SMTP_PASSWORD": secret}
    found = settings(tmp_path, **MAIL, **account).mail

    assert (found.user, found.password) == ("casebridge", secret)
    assert secret not in repr(found)


@pytest.mark.parametrize(
    ("account", "named"),
    [
        ({"COMPETENCY_SMTP_USER": "casebridge"}, "belong together"),
        ({"COMPETENCY_SMTP_PASSWORD": "swan lamp"}, "belong together"),
        (
            {"COMPETENCY_SMTP_USER": "casebridge", "COMPETENCY_SMTP_PASSWORD": "sw\u00e4n"},
            "COMPETENCY_SMTP_PASSWORD",
        ),
        (
            {"COMPETENCY_SMTP_USER": "us\r\n", "COMPETENCY_SMTP_PASSWORD": "x"},
            "COMPETENCY_SMTP_USER",
        ),
    ],
)
def test_half_an_account_or_one_that_mail_cannot_carry_stops_the_start(tmp_path, account, named):
    with pytest.raises(UnsafeSettings, match=named) as refused:
        settings(tmp_path, **MAIL, **account)

    assert account.get("COMPETENCY_SMTP_PASSWORD", "nothing") not in str(refused.value)
