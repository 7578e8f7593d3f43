"""Small standards to test with, as the text of their files, and mended or spoiled copies."""

import pickle
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from competency.frameworks.domain.checks import Reading, read_version
from competency.frameworks.domain.structure import CompetencyFramework

Files = Mapping[str, str]

HEAD = """
id = "small-framework"
kind = "competency-framework"
version = "1.0"
title = "Small Framework"
publisher = "A publisher"
status = "released"
released_on = 2026-01-05
licence = "Our own words."

[source]
document = "A document"
version = "1"
section = "all"

[[about]]
code = "guide-first"
text = "A guide before it is a test."

[[scales]]
code = "position"
title = "Position"
direction = "higher-is-further"
positions = [
    { value = 0, code = "not-yet", label = "Not yet", level = "CMP1" },
    { value = 1, code = "cmp1", label = "CMP1", level = "CMP1" },
    { value = 2, code = "cmp2", label = "CMP2", level = "CMP2" },
]
"""
LEVELS = """
[[levels]]
code = "CMP1"
title = "First level"
expectation = "Is supervised."
source = "levels"

[[levels]]
code = "CMP2"
title = "Second level"
expectation = "Supervises others."
source = "levels"
"""
GLOSSARY = """
[[terms]]
term = "Supervision"
meaning = "Looking at one's own practice with somebody."
also = ["supervised"]
source = "glossary"

[[terms]]
term = "Peer supervision"
meaning = "Supervision among equals."
source = "glossary"
"""
AREAS = """
[[areas]]
code = "PPD"
title = "Growing"
sections = ["SUP", "AUT"]

[[areas]]
code = "PRA"
title = "Practice"
sections = ["LEA"]
"""
SUP = """
code = "SUP"
title = "Supervision"
area = "PPD"
intro = "How support is sought."
source = "table Supervision"

[[criteria]]
code = "SUP-1"
title = "Seeking support"

[[criteria.strands]]
code = "SUP-1a"
CMP1 = "Goes to peer supervision."
CMP2 = "Offers supervision, and goes to peer supervision."

[[criteria.strands]]
code = "SUP-1b"
CMP1 = "Asks early."
CMP2 = "Helps others to ask."

[[criteria]]
code = "SUP-2"
title = "Mentoring"

[[criteria.strands]]
code = "SUP-2a"
CMP1 = "Finds a mentor."
CMP2 = "Mentors others."
"""
AUT = """
code = "AUT"
title = "Autonomous practice"
area = "PPD"
intro = "How alone somebody works."
source = "table 2"

[[criteria]]
code = "AUT-1"
title = "Working independently"

[[criteria.strands]]
code = "AUT-1a"
CMP1 = "Works with support."
CMP2 = "Works alone."
"""
LEA = """
code = "LEA"
title = "Leadership"
area = "PRA"
intro = "How somebody leads."
source = "table 3"

[[criteria]]
code = "LEA-1"
title = "Mentoring a team"

[[criteria.strands]]
code = "LEA-1a"
CMP1 = "Takes part in the team."
CMP2 = "Leads the team."
"""
SMALL: Files = {
    "standard.toml": HEAD,
    "levels.toml": LEVELS,
    "glossary.toml": GLOSSARY,
    "areas.toml": AREAS,
    "sections/SUP.toml": SUP,
    "sections/AUT.toml": AUT,
    "sections/LEA.toml": LEA,
}
CLOCKS: Files = {
    "standard.toml": """
id = "small-clocks"
kind = "timeliness-standards"
version = "1.0"
title = "Small Clocks"
publisher = "A publisher"
status = "released"
released_on = 2026-01-05
licence = "Our own words."

[source]
document = "A document"
version = "1"
section = "all"
""",
    "clocks.toml": """
[[standards]]
code = "KPI_01"
title = "Entered"
purpose = "Nothing waits."
actor = "administration"
starts = "received"
ends = "entered"
limit = 3
unit = "working-days"
end_before_start = "invalid"
repeats = false
source = "row 1"

[[standards]]
code = "KPI_02"
title = "Reviewed again"
purpose = "Nothing is forgotten."
actor = "worker"
starts = "review"
ends = "review"
limit = 60
unit = "working-days"
about_months = 3
end_before_start = "invalid"
repeats = true
source = "row 2"

[[events]]
code = "received"
title = "Received"
meaning = "It came in."

[[events]]
code = "entered"
title = "Entered"
meaning = "It is on the system."

[[events]]
code = "review"
title = "Client review"
meaning = "The plan was looked at."
""",
}
SMALL_PATH = "a-small-framework/1.0"
CLOCKS_PATH = "small-clocks/1.0"


def changed(files: Files, name: str, old: str, new: str) -> Files:
    """Return the files with one text replaced, which must occur in that file."""
    assert old in files[name], f"{old!r} is not in {name}"
    return {**files, name: files[name].replace(old, new, 1)}


def read(files: Files, path: str = SMALL_PATH) -> Reading:
    """Return what the checks make of the files."""
    return read_version(path, {name: document(text) for name, text in files.items()})


def document(text: str) -> dict[str, Any]:
    """Return what a file says; a spoiled copy of many files parses only the one that differs."""
    found: dict[str, Any] = pickle.loads(_parsed(text))  # each reader has a document of its own
    return found


@cache
def _parsed(text: str) -> bytes:
    return pickle.dumps(tomllib.loads(text))


def framework(files: Files = SMALL, path: str = SMALL_PATH) -> CompetencyFramework:
    """Return the framework in the files, which must be without fault."""
    reading = read(files, path)
    assert reading.faults == ()
    assert isinstance(reading.content, CompetencyFramework)
    return reading.content


def lay(folder: Path, files: Files, path: str = SMALL_PATH) -> Path:
    """Write the files below the folder, as they lie in a data folder, and return it."""
    for name, text in files.items():
        file = folder / path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
