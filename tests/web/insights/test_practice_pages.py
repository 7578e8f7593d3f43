"""One strand, one page; a section, a person: what is known, what is not, and who may see it."""

from datetime import date
from functools import partial

import pytest
from flask import Flask

from competency.assessments.models import Invitation
from competency.coaching.service import notes
from competency.kernel.actor import Role
from competency.people.models import Person, RoleGrant
from tests.builders.appraisals import OWN_WORDS, SUPERVISORS_WORDS, Made, an_appraisal
from tests.builders.clocks import MET, MISSED, Kept, keep
from tests.builders.evidence import an_entry, link
from tests.builders.practice import an_office_of
from tests.builders.stage import LONG_AGO, Cast, Stage, a_cast, a_person, people_around
from tests.builders.supervision import a_session, held
from tests.support.pages import Page
from tests.support.statements import statements
from tests.web.insights.conftest import Window

STRAND, SECTION, STANDARD = "PLA-4a", "PLA", "KPI_07"
MOST_STATEMENTS = 12


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """A practitioner with those around them."""
    return a_cast(stage)


def page_of(cast: Cast, strand: str = STRAND) -> str:
    return f"/practice/{cast.practitioner.id}/{cast.practice_area.id}/strands/{strand}"


def section_of(cast: Cast, section: str = SECTION) -> str:
    return f"/practice/{cast.practitioner.id}/{cast.practice_area.id}/sections/{section}"


def person_of(cast: Cast) -> str:
    return f"/practice/{cast.practitioner.id}"


def clocks_of(cast: Cast) -> str:
    return f"/practice/{cast.practitioner.id}/clocks/{STANDARD}"


def some_clocks(stage: Stage, cast: Cast, *, met: int = 16, missed: int = 4) -> None:
    """So many action plans in time, and so many late."""
    days = [date(2026, 3, 2 + n) for n in range(met + missed)]
    keep(
        stage,
        an_office_of(stage, cast),
        [Kept(day, MET if n < met else MISSED, standard=STANDARD) for n, day in enumerate(days)],
    )


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows if row[0].startswith(name))


def test_of_nothing_known_it_says_that_nobody_knows(cast: Cast, window: Window) -> None:
    page = window(cast.practitioner).get(page_of(cast))

    assert page.status_code == 200
    for words in (
        "What do we know about this strand?",
        "Nothing agreed yet",
        "Not rated yet",
        "No evidence has been shared for it yet",
        "Not known: none was due yet",
        "Not known: no review that was talked over has answered it",
    ):
        assert words in page.main
    assert "It never sets a rating" in page.main
    assert "You and those above you in the line of supervision see this page" in page.main


def test_the_page_answers_at_a_glance_with_k_of_n(stage: Stage, cast: Cast, window: Window) -> None:
    an_appraisal(stage, "signed", gaps={STRAND: 2}, cast=cast)
    an_entry(stage, "shared", cast, links=(link(STRAND, "CMP2"),))
    some_clocks(stage, cast)
    page = window(cast.supervisor).get(page_of(cast))

    assert "Agreed CMP1, in Appraisal 2026, signed on 8 May 2026" in page.main
    assert "Asha Patel said CMP2, in Appraisal 2026" in page.main
    assert "The supervisor said CMP1, in Appraisal 2026" in page.main
    assert "1 entry, highest level CMP2, newest less than a month ago" in page.main
    assert f"Action plan entered, 16 of 20 on time ({STANDARD})" in page.main
    assert "16 of 20 (80 %)" in page.text.replace("\u00a0", " ")
    assert SUPERVISORS_WORDS.format(STRAND) in page.main
    assert OWN_WORDS.format(STRAND) in page.main
    assert "Asha Patel and those above them in the line of supervision see this page" in page.main


def test_only_the_last_twenty_that_were_due_are_counted_first(
    stage: Stage, cast: Cast, window: Window
) -> None:
    days = [date(2025, 11, 1 + n) for n in range(10)] + [date(2026, 4, 1 + n) for n in range(18)]
    keep(
        stage,
        an_office_of(stage, cast),
        [Kept(d, MISSED if d.year == 2025 else MET, standard=STANDARD) for d in days],
    )
    page = window(cast.practitioner).get(page_of(cast))

    cells = [cell.replace("\u00a0", " ") for cell in row_of(page, "Action plan entered")]
    assert cells[1:4] == ["18 of 20 (90 %)", "18 of 28 (64 %)", "18 of 28 (64 %)"]


def test_cases_of_another_practice_area_are_told_apart(
    stage: Stage, cast: Cast, window: Window
) -> None:
    some_clocks(stage, cast)
    other = page_of(cast).replace(
        f"/{cast.practice_area.id}/strands", f"/{cast.other_area.id}/strands"
    )
    page = window(cast.practitioner).get(other)

    cells = [cell.replace("\u00a0", " ") for cell in row_of(page, "Action plan entered")]
    assert cells[1:4] == ["16 of 20 (80 %)", "16 of 20 (80 %)", "None was due"]


# Before both have submitted neither sees the other's; who looks on sees neither.
@pytest.mark.parametrize(
    ("state", "reader", "sees_own", "sees_supervisors"),
    [
        ("half_rated", "practitioner", True, False),
        ("half_rated", "supervisor", False, True),
        ("half_rated", "manager", False, False),
        ("self_submitted", "practitioner", True, False),
        ("self_submitted", "supervisor", False, True),
        ("self_submitted", "manager", False, False),
        ("supervisor_submitted", "practitioner", True, False),
        ("supervisor_submitted", "manager", False, False),
        ("revealed", "practitioner", True, True),
        ("revealed", "supervisor", True, True),
        ("revealed", "manager", True, True),
    ],
)
def test_blindness_holds_until_the_reveal(
    stage: Stage,
    cast: Cast,
    window: Window,
    state: str,
    reader: str,
    sees_own: bool,
    sees_supervisors: bool,
) -> None:
    first = an_appraisal(stage, state, cast=cast).framework.strands[0]
    looking = window(getattr(cast, reader))

    for path in (page_of(cast, first.code), section_of(cast, first.section_code)):
        page = looking.get(path)
        is_strand = "/strands/" in path
        if is_strand:
            assert (OWN_WORDS.format(first.code) in page.main) is sees_own
            assert (SUPERVISORS_WORDS.format(first.code) in page.main) is sees_supervisors
        closed = "Not to be seen before both have submitted" in page.main
        assert closed is not (sees_own and sees_supervisors)
    whole = looking.get(person_of(cast))
    assert ("in Brain injury no appraisal has been revealed" in whole.main) is not (
        sees_own and sees_supervisors
    )


def test_a_reader_who_is_still_to_rate_blind_learns_nothing_here(
    stage: Stage, cast: Cast, window: Window
) -> None:
    from competency.assessments.models import Moderation

    made = an_appraisal(stage, "revealed", gaps={STRAND: 2}, cast=cast)
    stage.save(
        Moderation(
            appraisal_id=made.id,
            rater_id=cast.manager.id,
            asked_by_id=cast.supervisor.id,
            asked_at=stage.clock(),
        )
    )
    page = window(cast.manager).get(page_of(cast))

    assert "There is no appraisal in this practice area that you can see." in page.main
    assert SUPERVISORS_WORDS.format(STRAND) not in page.main


def test_a_draft_of_evidence_is_its_writers_alone_and_counts_for_nobody(
    stage: Stage, cast: Cast, window: Window
) -> None:
    an_entry(stage, "draft", cast, links=(link(STRAND),), title="Half a thought")

    for reader in (cast.practitioner, cast.supervisor):
        assert "Half a thought" not in window(reader).get(page_of(cast)).main


def around(stage: Stage, cast: Cast) -> dict[str, Person]:
    """Everybody of the table, with those whose roles reach far."""
    found = people_around(stage, cast)
    office = an_office_of(stage, cast)
    region_roles = {
        "regional_leadership": Role.REGIONAL_LEADERSHIP,
        "quality_specialist": Role.QUALITY_SPECIALIST,
    }
    for name, role in region_roles.items():
        found[name] = a_person(stage, f"Reg {name.title()}")
        stage.save(
            RoleGrant(
                person_id=found[name].id,
                role=role.value,
                scope="region",
                scope_id=office.region.id,
                starts_on=LONG_AGO,
            )
        )
    found["central"] = a_person(stage, "Cen Tral", Role.CENTRAL_OFFICE)
    found["peer"] = a_person(stage, "Pia Peer", Role.PEER_REVIEWER)
    found["safeguarding"] = a_person(stage, "Saf Guard", Role.SAFEGUARDING_LEAD)
    return found


MAY_SEE = {
    "self": 200,
    "supervisor": 200,
    "second": 200,
    "manager": 200,
    "other": 404,  # supervises somebody else
    "former": 404,
    "colleague": 404,
    "administrator": 404,
    "auditor": 404,
    "training_lead": 404,
    "regional_leadership": 404,
    "quality_specialist": 404,
    "central": 404,  # people only in aggregate
    "peer": 404,
    "safeguarding": 404,
    "outside_rater": 404,  # sees one appraisal and nothing else
}


def test_who_sees_a_persons_practice(stage: Stage, cast: Cast, window: Window) -> None:
    some = around(stage, cast)
    made = an_appraisal(stage, "revealed", cast=cast)
    some["outside_rater"] = an_outside_rater(stage, made)
    paths = (page_of(cast), section_of(cast), person_of(cast), clocks_of(cast))

    found = {
        name: {path: window(person).get(path).status_code for path in paths}
        for name, person in some.items()
    }

    assert found == {name: dict.fromkeys(paths, code) for name, code in MAY_SEE.items()}


def an_outside_rater(stage: Stage, made: Made) -> Person:
    rater = a_person(stage, "Out Side")
    stage.save(
        Invitation(
            appraisal_id=made.id,
            rater_id=rater.id,
            invited_by_id=made.cast.practitioner.id,
            expires_on=date(2026, 12, 1),
        )
    )
    return rater


@pytest.mark.parametrize(
    "path",
    [
        "/practice/{me}/{area}/strands/NO-1a",
        "/practice/{me}/{area}/sections/NONE",
        "/practice/{me}/999999/strands/PLA-4a",
        "/practice/999999",
        "/practice/2147483648",
        "/practice/{me}/clocks/KPI_05",  # a manager's to keep: no figure of one worker
        "/practice/{me}/clocks/KPI_99",
    ],
)
def test_what_there_is_not_is_not_found(cast: Cast, window: Window, path: str) -> None:
    asked = path.format(me=cast.practitioner.id, area=cast.practice_area.id)

    assert window(cast.practitioner).get(asked).status_code == 404


def test_behind_a_figure_are_its_clocks_and_no_case_out_of_reach(
    stage: Stage, cast: Cast, window: Window
) -> None:
    some_clocks(stage, cast, met=3, missed=1)
    page = window(cast.supervisor).get(clocks_of(cast))

    assert "3 of 4 (75 %) on time" in page.main
    assert len(page.rows) >= 4


def test_a_note_of_supervision_stands_on_its_strand_a_private_one_for_its_author_alone(
    stage: Stage, cast: Cast, window: Window
) -> None:
    id_ = a_session(stage, cast)
    area = cast.practice_area.id
    for who, visibility in (
        (cast.supervisor, "private"),
        (cast.supervisor, "shared"),
        (cast.practitioner, "private"),
    ):
        words = f"A {visibility} note of {who.name}"
        write = partial(
            notes.write, session_id=id_, visibility=visibility, words=words, strand=STRAND
        )
        stage.do(who, partial(write, practice_area_id=area))
    held(stage, cast, id_)

    own, shared = "A private note of {}", "A shared note of Priya Nair"
    for who, other in ((cast.supervisor, cast.practitioner), (cast.practitioner, cast.supervisor)):
        page = window(who).get(page_of(cast))
        assert shared in page.main
        assert own.format(who.name) in page.main
        assert own.format(other.name) not in page.main
        assert page.main.count("Only you see this") == 1
        assert page.follow("supervision of 8 May 2026").status_code == 200
    page = window(cast.manager).get(page_of(cast))
    assert "No note that you can read is tagged to this strand." in page.main


def test_an_action_is_agreed_from_the_strand_it_is_about(cast: Cast, window: Window) -> None:
    link = f"Agree an action about {STRAND}"
    page = window(cast.supervisor).get(page_of(cast)).follow(link)

    chosen = page.form("Agree it").values
    assert (chosen["strand"], chosen["practice_area"]) == (STRAND, str(cast.practice_area.id))
    measures = page.main.partition("No measure")[2]
    assert measures.index(f"(speaks of {STRAND})") < measures.index("Case review A1")
    assert link in window(cast.practitioner).get(page_of(cast)).links()
    assert link not in window(cast.manager).get(page_of(cast)).links()


def test_a_page_asks_the_same_few_questions_however_much_is_known(
    app: Flask, stage: Stage, cast: Cast, window: Window
) -> None:
    paths = (page_of(cast), section_of(cast), person_of(cast), clocks_of(cast))
    counts = []
    for full in (False, True):
        if full:
            an_appraisal(stage, "signed", gaps={STRAND: 2}, cast=cast)
            an_appraisal(stage, "revealed", cast=cast, title="Appraisal 2027")
            for _ in range(3):
                an_entry(stage, "shared", cast, links=(link(STRAND),))
            some_clocks(stage, cast)
        looking = window(cast.supervisor)
        for path in paths:
            looking.get(path)
            with statements(app) as asked:
                looking.get(path)
            counts.append((path, len(asked)))
    before, after = counts[: len(paths)], counts[len(paths) :]

    assert before == after
    assert max(n for _, n in after) <= MOST_STATEMENTS
