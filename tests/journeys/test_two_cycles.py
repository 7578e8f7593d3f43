"""The long story: a first appraisal from nothing to the sealed record, and the next a year later.

Nobody uses a script. Every page is held to what all pages keep by the client itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from competency.frameworks.domain.structure import Section
from tests.journeys.conftest import House
from tests.journeys.windows import Marks, Window, framework
from tests.support.pages import Page

UNRATED = {"LEA-1a", "MON-1a", "REC-1a", "CPD-1a"}
BY_NEITHER = {"LEA-1a", "MON-1a"}
OWN_HIGHER, OWN_LOWER, NEVER_SETTLED = "SUP-1a", "PLA-1a", "ETH-1a"
NOT_MINE = "AUT-1a"
WHY_NOT_MINE = "I work in a pair, never alone"


def own_marks() -> Marks:
    """Return how Cass rates herself: one strand is not for her, four she leaves."""
    codes = [s.code for s in framework().strands if s.code not in UNRATED]
    apart: dict[str, int | str] = {
        OWN_HIGHER: 5,
        OWN_LOWER: 1,
        NEVER_SETTLED: 4,
        NOT_MINE: WHY_NOT_MINE,
    }
    return {**dict.fromkeys(codes, 3), **apart}


def supervisors_marks() -> Marks:
    """Return how Sue rates Cass: three strands apart, and two that Cass left."""
    codes = [s.code for s in framework().strands if s.code not in BY_NEITHER]
    return dict.fromkeys(codes, 3) | {OWN_HIGHER: 2, OWN_LOWER: 4, NEVER_SETTLED: 2}


@dataclass
class Story:
    """One appraisal of Cass with Sue, told by its pages."""

    house: House
    path: str

    @property
    def cass(self) -> Window:
        return self.house.cass

    @property
    def sue(self) -> Window:
        return self.house.sue


def start(house: House, title: str) -> Story:
    """Let Cass start an appraisal from her record."""
    page = house.cass.go("/me/record").follow("Start an appraisal")
    assert "Neither sees the other's rating until both are submitted" in page.main
    page = page.form().submit({"title": title})
    assert page.heading == title
    return Story(house, page.request.path)


def submit(window: Window, story: Story) -> Page:
    """Let somebody submit; return the page they land on."""
    return window.go(f"{story.path}/submit").form("Submit my rating").submit()


def settle(story: Story, strand: str, **typed: str | int) -> Page:
    """Record an outcome from the agenda, as Sue does while they talk."""
    page = story.sue.go(f"{story.path}/talk")
    press = f"Agree this ({strand})"
    if "self_reason" in typed:
        press = f"Leave it as not agreed ({strand})"
    return page.form(f"{story.path}/talk/{strand}").submit(typed, press=press)


def agree_what_is_alike(story: Story) -> Page:
    """Agree section after section what both rated alike; return the agenda after it."""
    page = story.cass.go(f"{story.path}/talk")
    actions = [form.get("action", "") for form in page.document.all("form")]
    alike = [action for action in actions if "/talk/alike/" in action]
    assert alike
    for action in alike:
        assert page.form(action).submit(follow=False).status_code == 302
    return story.cass.go(f"{story.path}/talk")


def put_in_words(story: Story, sections: Sequence[Section]) -> None:
    """Write the agreed practice level of these sections."""
    page = story.sue.go(f"{story.path}/levels")
    for section in sections:
        form = page.form(f"{story.path}/levels/{section.code}")
        words = {"words": f"Secure in {section.title.lower()}, with company"}
        assert form.submit(words, follow=False).status_code == 302
    page = story.sue.go(f"{story.path}/levels")
    assert f"{len(sections)} of 14" in page.main


def an_objective(specific: str, year: int) -> dict[str, str | int]:
    """Return what is typed for an objective that is due in November of the year."""
    dates: dict[str, str | int] = {}
    for name, month in (("due_on", 10), ("review_on", 11)):
        dates |= {f"{name}-day": 1, f"{name}-month": month, f"{name}-year": year}
    return {
        "specific": specific,
        "measurable": "Both plans are agreed by everybody",
        "achievable": "Sue sits in on the first",
        "relevant": "Planning is where we differed most",
        "evaluation": "What the families say",
        **dates,
    }


def finish(story: Story) -> None:
    """Close the conversation."""
    page = story.cass.go(f"{story.path}/finish")
    assert "Everything is agreed, put in words and closed out." in page.main
    page = page.form("Finish the conversation").submit()
    assert page.heading == "Read and sign"


def sign(window: Window, story: Story) -> Page:
    """Read and sign with the password; a wrong one first changes nothing."""
    page = window.go(f"{story.path}/sign")
    wrong = page.form("Sign this appraisal").submit({"password": "not the password"})
    assert wrong.status_code == 422
    assert wrong.heading == "Read and sign"
    return wrong.form("Sign this appraisal").submit({"password": window.password})


def rate_independently(story: Story) -> None:
    """Let both rate and submit; neither sees the other's until both have."""
    left = story.cass.rate(story.path, own_marks(), "what Cass saw in {}")
    assert "You have not rated 4 strands of 65" in left.main
    assert all(code in left.main for code in UNRATED)
    waiting = submit(story.cass, story)
    assert "Waiting for Sue Visor's rating" in waiting.main

    assert "what Cass saw" not in story.sue.go(f"{story.path}/whole").text
    story.sue.rate(story.path, supervisors_marks(), "what Sue saw in {}")
    assert "what Sue saw" not in story.cass.go(f"{story.path}/whole").text
    revealed = submit(story.sue, story)
    assert "Both ratings are open to both of you now" in revealed.main


def confirm_first_section(window: Window, story: Story) -> None:
    """Rate the first section as it was carried, and leave all others."""
    form = window.go(f"{story.path}/rate/SUP").form("Save and go on")
    form.submit({f"{s.code}-position": 3 for s in framework().sections[0].strands})


def talk(story: Story) -> None:
    """Settle what differs, the largest gap first, then what is alike."""
    page = story.cass.go(story.path).follow("Talk about your two ratings")
    assert page.main.startswith("Appraisal 2026")
    assert "6 to talk about, 0 agreed" in page.main
    places = [page.main.index(f"{code} ") for code in (OWN_HIGHER, OWN_LOWER, NEVER_SETTLED)]
    assert places == sorted(places)
    for code in BY_NEITHER:
        assert code in page.main.partition("Rated by neither of you")[2]

    unsaid = settle(story, OWN_HIGHER, position=4)
    assert unsaid.status_code == 422
    for code, position in ((OWN_HIGHER, 4), (OWN_LOWER, 3), ("REC-1a", 3), ("CPD-1a", 3)):
        settle(story, code, position=position, reason=f"We looked at two plans for {code}")
    settle(story, NOT_MINE, position="na", not_applicable_reason="True", reason="She never does")
    reasons = {"self_reason": "I led three of them", "supervisor_reason": "I saw none of them"}
    page = settle(story, NEVER_SETTLED, **reasons)
    assert "6 to talk about, 5 agreed, 1 left as not agreed" in page.main
    agree_what_is_alike(story)


def conclude(story: Story) -> None:
    """Words for each section, an objective, and both signatures."""
    put_in_words(story, framework().sections)
    page = story.cass.go(f"{story.path}/objectives").follow("Add an objective")
    page = page.form().submit(an_objective("Lead two planning meetings", 2026))
    assert "Lead two planning meetings" in page.main
    finish(story)
    assert "The other of you signs next" in sign(story.cass, story).main
    assert sign(story.sue, story).heading == "Both have signed"


def assert_sealed(story: Story) -> None:
    """The record stands, on screen, as a picture and on paper, and takes no more changes."""
    record = story.cass.go(f"{story.path}/record")
    assert "its content was compared with the signatures just now" in record.main
    for told in ("I led three of them", "I saw none of them", WHY_NOT_MINE, "Secure in leadership"):
        assert told in record.main
    assert story.cass.go(f"{story.path}/picture").status_code == 200
    assert story.sue.client.get(f"{story.path}/picture.svg").mimetype == "image/svg+xml"
    paper = story.sue.client.get(f"{story.path}.pdf")
    assert (paper.status_code, paper.data[:5]) == (200, b"%PDF-")
    rating = story.cass.go(f"{story.path}/rate/SUP")
    assert "they no longer change" in rating.main


def close_out_and_repeat(story: Story) -> None:
    """The second conversation: last year's objective is closed out before both can finish."""
    agree_what_is_alike(story)
    put_in_words(story, framework().sections[:1])
    left = story.cass.go(f"{story.path}/finish")
    assert "Close out the objectives of earlier cycles" in left.main
    assert "1 open" in left.main
    page = story.cass.go(f"{story.path}/objectives")
    page = page.follow("Close this out: Lead two planning meetings")
    page = page.form().submit({"ending": "carried_forward"})
    assert page.heading == "Carry an objective forward"
    page = page.form().submit(an_objective("Lead two more planning meetings", 2027))
    assert "Still open from earlier cycles" not in page.main
    finish(story)
    sign(story.sue, story)
    assert sign(story.cass, story).heading == "Both have signed"


def reopen(story: Story) -> str:
    """Open the signed appraisal again with a reason; return the path of the revision."""
    page = story.cass.go(f"{story.path}/record").follow("Open it again as a new revision")
    refused = page.form().submit()
    assert refused.status_code == 422
    page = refused.form().submit({"reason": "A strand was about another post"})
    assert "Revision 2 is open. The signed one stays." in page.main
    (number,) = re.findall(r"/appraisals/(\d+)/talk", page.request.path)
    return f"/appraisals/{number}"


def test_two_people_get_from_nothing_to_a_sealed_record_and_through_the_next_year(
    house: House,
) -> None:
    first = start(house, "Appraisal 2026")
    rate_independently(first)
    talk(first)
    conclude(first)
    assert_sealed(first)

    house.clock.move(days=365)
    for window in (house.cass, house.sue):
        window.sign_in()
    second = start(house, "Appraisal 2027")
    page = second.cass.go(f"{second.path}/rate/SUP")
    assert "Last time, agreed: CMP2 (carried, not confirmed)" in page.main
    for window in (second.cass, second.sue):
        confirm_first_section(window, second)
        submit(window, second)
    close_out_and_repeat(second)

    revision = reopen(second)
    assert "revision 2" in house.cass.go(f"{second.path}/record").main
    assert house.cass.go(f"{revision}/talk").status_code == 200
    history = house.cass.go(f"{revision}/strands/{OWN_HIGHER}")
    assert {"Appraisal 2026", "Appraisal 2027"} <= {row[0] for row in history.rows}
    assert "whole" in house.command("audit", "verify")
