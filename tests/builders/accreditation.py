"""The accreditation standard that ships, and a second one that only the tests know."""

from functools import cache

from competency.frameworks.domain.checks import Reading
from competency.frameworks.domain.kinds.accreditation_standard import AccreditationStandard
from competency.frameworks.library import DATA, load_library
from tests.builders.standards import Files, changed, read

CM5 = "coa-cm5"
PATH = "coa-cm5/2020"
SECOND_PATH = "small-outreach/1.0"

# Higher is better here, from 0 to 2; one list, another range, a practice of each kind of evidence.
SECOND: Files = {
    "standard.toml": """
id = "small-outreach"
kind = "accreditation-standard"
version = "1.0"
title = "Outreach"
publisher = "A publisher"
status = "released"
released_on = 2026-01-05
licence = "Our own words."

[source]
document = "A document"
version = "1"
section = "all"

[[scales]]
code = "rating"
title = "Stars"
direction = "higher-is-better"
positions = [
    { value = 0, code = "none", label = "No star" },
    { value = 1, code = "one", label = "One star" },
    { value = 2, code = "two", label = "Two stars" },
]
""",
    "whole.toml": """
code = "OUT"
statement = "Outreach reaches people."
not_applicable = "Where there is no outreach."

[limits]
count_months = 6
steps_apart = 1
source = "all"

[[ratings]]
value = 0
meaning = "None of it."

[[ratings]]
value = 1
meaning = "Some of it."
indicators = ["Half is there."]

[[ratings]]
value = 2
meaning = "All of it."

[[rules]]
rating = 2
every = 2
because = "All have two stars."

[[rules]]
rating = 0
because = "Not all have two stars."
""",
    "practices.toml": """
[[practices]]
code = "A-1"
title = "Caseload"
text = "From 3 to 6."
fundamental = true
computation = "caseload"
source = "1"

[practices.caseload]
least = 3
most = 6
other_percent = 50
weigh = [{ code = "needs", title = "Needs", text = "What people need.", source = "1" }]

[[practices.suggestions]]
rating = 2
because = "Nobody is over."
when = [{ figure = "percent-over", at_most = 0 }]

[[practices.suggestions]]
rating = 0
because = "Somebody is over."

[[practices]]
code = "A-2"
title = "Contacts"
text = "Once a month."
fundamental = false
computation = "contacts"
source = "2"

[practices.contacts]
per_month = 1
rounding = "up"

[[practices.suggestions]]
rating = 1
because = "Contacts were counted."

[[practices]]
code = "A-3"
title = "A statement"
text = "It is written down."
fundamental = false
may_not_apply = true
computation = "statement"
source = "3"

[[practices.suggestions]]
rating = 2
because = "Something shows it."
when = [{ figure = "evidence-ready", at_least = 1 }]

[[practices.suggestions]]
rating = 0
because = "Nothing shows it."
""",
    "evidence.toml": """
[[lists]]
code = "binder"
title = "The binder"
text = "What goes in."
source = "4"

[[lists.items]]
code = "leaflet"
title = "A leaflet"
text = "The leaflet."
shown_by = "document"
practices = ["A-3"]
source = "4"
""",
}


def shipped() -> AccreditationStandard:
    """Return CM 5 as it ships."""
    content = load_library().get_standard(CM5, "2020")
    assert isinstance(content, AccreditationStandard)
    return content


def second() -> AccreditationStandard:
    """Return the small second standard, read from its files; it has no fault."""
    reading = read(SECOND, SECOND_PATH)
    assert reading.faults == ()
    assert isinstance(reading.content, AccreditationStandard)
    return reading.content


@cache
def files() -> Files:
    """Return the text of CM 5's files by name, to be spoiled in a test."""
    folder = DATA / PATH
    return {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.toml"))}


def read_when(name: str, old: str, new: str) -> Reading:
    """Return CM 5 read with one text of one file replaced."""
    return read(changed(files(), name, old, new), PATH)
