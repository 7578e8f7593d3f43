"""The texts of the demonstration as they lie on disk."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path

from competency.demo.domain.texts import (
    CaseTexts,
    LogTexts,
    PostAim,
    ReviewTexts,
    SchoolTexts,
    SelfStudyTexts,
    SupervisionTexts,
    Texts,
)

DATA = Path(__file__).resolve().parent / "data"
FILES = (
    *("names", "places", "words", "evidence", "training", "cases", "reviews", "self_studies"),
    "supervision",
)


@cache
def load_texts() -> Texts:
    """Return all texts, read once for each process."""
    raw = {name: (DATA / f"{name}.toml").read_bytes() for name in FILES}
    read = {name: tomllib.loads(content.decode("utf-8")) for name, content in raw.items()}
    names, places, words, evidence, training, cases, reviews, studies, supervision = (
        read[name] for name in FILES
    )
    talk = words["talk"]
    return Texts(
        sha256=hashlib.sha256(b"".join(raw[name] for name in FILES)).hexdigest(),
        given_names=names["given"],
        family_names=names["family"],
        organisation=places["organisation"],
        regions=[(region["name"], region["towns"]) for region in places["regions"]],
        practice_areas=places["practice_areas"]["in_use"],
        former_practice_areas=places["practice_areas"]["former"],
        posts=[PostAim(**post) for post in places["posts"]],
        own=words["own"],
        theirs=words["theirs"],
        not_applicable=talk["not_applicable"],
        settled=talk["settled"],
        apart=[(own, theirs) for own, theirs in talk["apart"]],
        levels=[talk["lower"], talk["middle"], talk["higher"]],
        withdrawn=talk["withdrawn"],
        reopened=talk["reopened"],
        dropped=talk["dropped"],
        objectives=words["objectives"],
        log=LogTexts(**evidence),
        school=SchoolTexts(**training),
        cases=CaseTexts(**cases),
        reviews=ReviewTexts(**reviews),
        self_studies=SelfStudyTexts(**studies),
        supervision=SupervisionTexts(**supervision),
    )
