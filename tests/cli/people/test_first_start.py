"""The commands that let the first administrator in."""

import re

from flask import Flask

from tests.builders.people import PASSWORD
from tests.support.client import CheckedClient

CREATE = ["people", "create-administrator", "ada@example.org", "Ada Min"]


def link_in(text: str) -> str:
    found = re.search(r"^/set-password/\S+$", text, re.MULTILINE)
    assert found, text
    return found.group()


def test_a_new_installation_gets_its_administrator(app: Flask, client: CheckedClient) -> None:
    made = app.test_cli_runner().invoke(args=[*CREATE, "--organisation", "Riverside Care"])
    assert made.exit_code == 0

    page = client.get(link_in(made.output))
    page = page.form().submit({"password": PASSWORD, "again": PASSWORD})
    page = page.form().submit({"email": "ada@example.org", "password": PASSWORD})

    assert "Riverside Care" in page.text
    assert page.follow("People").heading == "People"
    refused = app.test_cli_runner().invoke(args=CREATE)
    assert refused.exit_code == 1
    assert "An administrator works here already" in refused.output


def test_a_lost_password_is_mended_from_the_machine(app: Flask, client: CheckedClient) -> None:
    app.test_cli_runner().invoke(args=CREATE)

    made = app.test_cli_runner().invoke(args=["people", "link", "ada@example.org"])

    assert made.exit_code == 0
    assert client.get(link_in(made.output)).status_code == 200


def test_commands_say_what_is_wrong(app: Flask) -> None:
    for args, words in (
        (["people", "link", "nobody@example.org"], "Nobody has this email address."),
        (["people", "create-administrator", "ada", "Ada"], "Enter an email address"),
        (["people", "create-administrator", "ada@example.org", " "], "Enter a name."),
    ):
        result = app.test_cli_runner().invoke(args=args)
        assert (result.exit_code, words in result.output) == (1, True)
