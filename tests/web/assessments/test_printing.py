"""The printed appraisal holds all that its reader may see of it, and nothing else."""

import pytest

from competency.assessments.service import agreeing
from competency.infra import pdf
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pdf_text import tagged, text


def printed(client: CheckedClient, made: Made, who: object) -> str:
    answer = client.sign_in(who).get(f"{made.path}.pdf")  # type: ignore[arg-type]
    assert answer.mimetype == "application/pdf"
    return text(answer.data)


def test_a_signed_appraisal_is_printed_whole(stage: Stage, client: CheckedClient) -> None:
    made = an_appraisal(stage, "signed", gaps={"SUP-1a": 3, "PLA-4a": -2})
    found = printed(client, made, made.cast.practitioner)

    for section in made.framework.sections:
        assert f"Works securely in {section.title.lower()}" in found
        for strand in section.strands:
            assert f"{strand.code} {strand.criterion_title}" in found
            assert f"what the practitioner wrote about {strand.code}" in found
            assert f"what the supervisor wrote about {strand.code}" in found
    assert "We looked at cases together for PLA-4a" in found
    assert "Lead two planning meetings" in found
    assert found.count(made.row.seal or "nothing") == 2
    assert f"{made.cast.supervisor.name}, supervisor" in found
    assert "Nobody has signed this yet" not in found


def test_each_strand_is_followed_by_what_both_said_and_agreed(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "agreed", gaps={"SUP-1a": 3})
    label = made.framework.scale.position
    client.sign_in(made.cast.supervisor)
    lines = tagged(client.get(f"{made.path}.pdf").data)

    at = next(n for n, (_, words) in enumerate(lines) if words.startswith("SUP-1a "))
    said = [words for _, words in lines[at + 1 : at + 7]]
    assert said[0] == "Self-assessment"
    assert said[1].startswith(label(5).label)
    assert said[2] == "Supervisor"
    assert said[3].startswith(label(2).label)
    assert said[4] == "Agreed"
    assert said[5].startswith(label(2).label)
    assert "Reason: We looked at cases together for SUP-1a" in said[5]


def test_what_could_not_be_agreed_is_printed_with_both_reasons(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "revealed", gaps={"SUP-1a": 3})
    reasons = {
        "self_reason": "I lead three people",
        "supervisor_reason": "I have not seen it yet",
    }
    stage.do(
        made.cast.supervisor,
        lambda w: agreeing.leave_open(w, made.id, "SUP-1a", **reasons, seq=0),
    )
    found = printed(client, made, made.cast.practitioner)

    assert "Not agreed" in found
    assert "The practitioner's reason: I lead three people" in found
    assert "The supervisor's reason: I have not seen it yet" in found


@pytest.mark.parametrize("state", ["half_rated", "self_submitted", "supervisor_submitted"])
def test_before_the_reveal_only_ones_own_words_are_printed(
    stage: Stage, client: CheckedClient, state: str
) -> None:
    made = an_appraisal(stage, state, gaps={"SUP-1a": 3})

    own = printed(client, made, made.cast.practitioner)
    supervisors = printed(client, made, made.cast.supervisor)
    managers = printed(client, made, made.cast.manager)

    assert ("the practitioner wrote" in own, "the supervisor wrote" in own) == (True, False)
    assert "the supervisor wrote" in supervisors
    assert "the practitioner wrote" not in supervisors
    assert "wrote" not in managers
    assert made.framework.scale.position(5).label not in managers


@pytest.mark.one_database("how the paper is drawn; what stands on it is tested on both")
@pytest.mark.parametrize(
    ("state", "notice"),
    [
        ("started", "Draft, not signed"),
        ("signed_by_one", "Draft, not signed"),
        ("signed", "Signed by both"),
        ("withdrawn", "Withdrawn"),
    ],
)
def test_every_page_says_whether_it_is_a_draft(
    stage: Stage,
    client: CheckedClient,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    notice: str,
) -> None:
    rendered: list[pdf.Document] = []

    def render(document: pdf.Document) -> bytes:
        rendered.append(document)
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", render)
    made = an_appraisal(stage, state)
    client.sign_in(made.cast.practitioner).get(f"{made.path}.pdf")

    assert [document.notice for document in rendered] == [notice]
    assert rendered[0].running_head == "Asha Patel · Brain injury · Case Management Framework 1.0"


def test_somebody_else_finds_nothing_to_print(stage: Stage, client: CheckedClient) -> None:
    made = an_appraisal(stage, "signed")

    assert client.sign_in(made.cast.colleague).get(f"{made.path}.pdf").status_code == 404
    assert client.sign_in(made.cast.administrator).get(f"{made.path}.pdf").status_code == 404


def test_the_file_has_a_plain_name_and_no_cache_keeps_it(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "started", title="Größe / “2026”")
    answer = client.sign_in(made.cast.practitioner).get(f"{made.path}.pdf")

    found = answer.headers["Content-Disposition"]
    assert found == 'attachment; filename="groe-2026-asha-patel.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
