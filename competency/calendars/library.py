"""The bank holidays as they lie on disk, read once for each process."""

import tomllib
from functools import cache

from competency.calendars.domain.nations import NATIONS, BankHolidays, read_bank_holidays
from competency.config import ROOT
from competency.kernel.errors import Refused

DATA = ROOT / "framework_data" / "calendars"


@cache
def load_bank_holidays(nation: str) -> BankHolidays:
    """Return the bank holidays of a nation; refuse one that is not known, or a faulty file."""
    if nation not in NATIONS:
        raise Refused(
            "unknown_nation", f"{nation!r} is not a nation here; name one of {', '.join(NATIONS)}."
        )
    document = tomllib.loads((DATA / f"{nation}.toml").read_text(encoding="utf-8"))
    return read_bank_holidays(nation, document)
