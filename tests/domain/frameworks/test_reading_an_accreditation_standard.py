"""What an accreditation standard must be like, and what is said where it is not."""

import json

import pytest

from competency.frameworks.domain.diff import compare
from competency.kernel.errors import Refused
from tests.builders.accreditation import PATH, SECOND, SECOND_PATH, read_when, second, shipped
from tests.builders.standards import changed, read

CM5 = shipped()
HEAD, WHOLE, PRACTICES, EVIDENCE = "standard.toml", "whole.toml", "practices.toml", "evidence.toml"
LAST = 'rating = 4\nbecause = "Three or more needed services are missing."'

# file, old text, new text, place and reason
SPOILED = [
    (HEAD, 'code = "rating"', 'code = "stars"', "scales: there is none with the code 'rating'"),
    (HEAD, '"lower-is-better"', '"higher-is-further"', "scales: the direction of 'rating' must be "
     "higher-is-better or lower-is-better"),
    (WHOLE, "value = 4\n", "value = 7\n", "ratings 4 (7), value: 7 is not on the scale 'rating'"),
    (WHOLE, "value = 4\n", "value = 3\n", "ratings: do not say what 4 means"),
    (WHOLE, "every = 3", "every = 9", "rules 2 (2), every: 9 is not on the scale 'rating'"),
    (WHOLE, 'rating = 4\nbecause', 'rating = 4\nevery = 4\nbecause', "rules 4 (4): the last rule "
     "must ask nothing, so that one always holds"),
    (WHOLE, 'code = "CM5"', 'code = "cm5"', "code: 'cm5' must be numbers or capital letters with "
     "dots, like 5.01"),
    (WHOLE, "count_months = 3", "count_months = 0", "limits, count_months: is 0 and must be at "
     "least 1"),
    (PRACTICES, 'code = "5.02"', 'code = "5.01"', "practices 2 (5.01), code: the code "
     "'practice/5.01' is already used in"),
    (PRACTICES, 'computation = "activities"', 'computation = "guess"', "practices 2 (5.02), "
     "computation: 'guess' is not known; it must be one of matrix, activities, caseload"),
    (PRACTICES, 'computation = "activities"', 'computation = "statement"', "practices 2 (5.02), "
     "points: does not belong to the computation 'statement'"),
    (PRACTICES, "most = 15", "most = 9", "practices 3 (5.03), caseload, most: is 9 and must be at "
     "least the lower end, 10"),
    (PRACTICES, 'rounding = "down"', 'rounding = "away"', "practices 4 (5.04), contacts, "
     "rounding: 'away' is not known; it must be one of down, nearest, up"),
    (PRACTICES, ", is_gap = true", "", "practices 1 (5.01), ways: name no gap"),
    (PRACTICES, 'figure = "unanswered"', 'figure = "luck"', "practices 1 (5.01), suggestions 1, "
     "when 1 (luck), figure: 'luck' is not known; it must be one of points, unanswered"),
    (PRACTICES, 'figure = "unanswered", at_least = 1', 'figure = "unanswered"', "practices 1 "
     "(5.01), suggestions 1, when 1 (unanswered), at_least: a condition names a least or a most"),
    (PRACTICES, 'when = [{ figure = "gaps", at_most = 2 }]', "", "practices 1 (5.01), "
     "suggestions: number 4 always holds and hides those after it"),
    (PRACTICES, LAST, f'{LAST}\nwhen = [{{ figure = "gaps", at_least = 3 }}]', "practices 1 "
     "(5.01), suggestions: the last one must ask nothing"),
    (PRACTICES, LAST, LAST.replace("4", "9"), "practices 1 (5.01), suggestions 5, rating: 9 is "
     "not on the scale 'rating'"),
    (EVIDENCE, 'practices = ["5.05"]', 'practices = ["5.06"]', "lists 2 (on-site-evidence), items "
     "2 (psychiatric-responsibility), practices: '5.06' is not one of the practices"),
    (EVIDENCE, 'practices = ["5.05"]', "practices = []", "lists 2 (on-site-evidence), items 2 "
     "(psychiatric-responsibility), practices: names no practice"),
    (EVIDENCE, 'shown_by = "interviews"', 'shown_by = "document"', "lists 3 (on-site-activities), "
     "items 1 (interviews), people: belong to interviews, which need one or more"),
    (EVIDENCE, 'shown_by = "count"\npractices = ["5.03"]',
     'shown_by = "count"\npractices = ["5.02"]', "lists 2 (on-site-evidence), items 1 "
     "(caseload-sizes), shown_by: is a count, but nothing is counted for its practices"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"), SPOILED, ids=[row[3][:110] for row in SPOILED]
)
def test_a_fault_is_named_with_file_place_and_reason(
    name: str, old: str, new: str, fault: str
) -> None:
    found = [str(one) for one in read_when(name, old, new).faults]

    assert any(one.startswith(f"{PATH}/{name}: {fault}") for one in found), found


@pytest.mark.parametrize("name", [WHOLE, PRACTICES, EVIDENCE])
def test_a_missing_file_is_one_fault(name: str) -> None:
    without = {file: text for file, text in SECOND.items() if file != name}
    found = [str(one) for one in read(without, SECOND_PATH).faults]

    assert f"{SECOND_PATH}/{name}: whole file: is missing" in found


def test_a_second_standard_is_data_alone() -> None:
    other = second()

    assert [one.code for one in other.practices] == ["A-1", "A-2", "A-3"]
    assert other.scale.direction == "higher-is-better"
    assert [one.code for one in other.lists] == ["binder"]
    caseload, contacts = other.practice("A-1").caseload, other.practice("A-2").contacts
    assert caseload is not None
    assert contacts is not None
    assert (caseload.least, caseload.most, contacts.per_month) == (3, 6, 1)
    assert other.practice("A-3").may_not_apply


def test_a_faulty_second_standard_says_so() -> None:
    spoiled = read(changed(SECOND, PRACTICES, "most = 6", "most = 2"), SECOND_PATH)

    assert [str(one) for one in spoiled.faults] == [
        f"{SECOND_PATH}/practices.toml: practices 1 (A-1), caseload, most: is 2 and must be at "
        "least the lower end, 3"
    ]


@pytest.mark.parametrize(
    "ask",
    [CM5.practice, CM5.evidence_list, CM5.item, CM5.list_of, CM5.practice("5.01").point,
     CM5.practice("5.01").way],
)  # fmt: skip
def test_what_the_standard_does_not_have_is_refused(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(Refused):
        ask("poems")


def test_a_rating_off_the_scale_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        CM5.meaning(5)

    assert (refused.value.code, refused.value.field) == ("off_the_scale", "rating")


def test_every_part_is_found_by_its_code() -> None:
    assert CM5.practice("5.03").is_counted
    assert CM5.practice("5.01").point("housing").title == "Housing services"
    assert CM5.practice("5.01").way("gap").is_gap
    assert CM5.list_of("interviews").code == "on-site-activities"
    assert CM5.meaning(1).value == 1
    assert {"practice/5.03", "practice/5.01/housing", "evidence/interviews", "rating/4"} <= set(
        CM5.codes()
    )


def test_a_new_version_shows_what_was_reworded() -> None:
    new = read_when(PRACTICES, '"Caseload size"', '"Size of caseloads"').content
    assert new is not None

    found = compare(CM5, new)

    assert [(one.code, one.before, one.after) for one in found.reworded] == [
        ("practice/5.03", "Caseload size", "Size of caseloads")
    ]
    assert (found.added, found.withdrawn, found.moved) == ((), (), ())


def test_it_is_exported_as_plain_values() -> None:
    exported = json.loads(json.dumps(CM5.export()))

    assert (exported["id"], exported["direction"]) == ("coa-cm5", "lower-is-better")
    assert exported["practices"][2]["caseload"]["most"] == 15
    assert CM5.counts() == (
        (5, "practices"),
        (3, "fundamental practices"),
        (4, "ratings"),
        (3, "evidence lists"),
        (6, "evidence items"),
    )
