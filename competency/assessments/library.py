"""From how many strands on the agreement of two raters is told, as it lies on disk."""

import tomllib
from functools import cache
from pathlib import Path

from competency.config import ROOT
from competency.kernel.errors import Refused

FILE = ROOT / "framework_data" / "rater-agreement" / "appraisals.toml"


@cache
def load_minimum(path: Path = FILE) -> int:
    """Return the fewest comparable strands; refuse a file that gives no whole number above 1."""
    minimum = tomllib.loads(path.read_text(encoding="utf-8")).get("minimum_strands")
    if type(minimum) is not int or minimum < 2:
        raise Refused(
            "faulty_agreement_rules",
            f"{path.name} cannot be used: minimum_strands must be a whole number from 2 on.",
        )
    return minimum
