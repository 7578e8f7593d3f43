"""What the organisation counts as its programme and as a direct contact, and how it is said."""

from collections.abc import Collection
from datetime import date

from competency.kernel.errors import Refused
from competency.kernel.values import Value

MOST_PERCENT = 100


class Policy(Value, kw_only=True):
    """Which cases are of the programme, which contacts are direct, what another case weighs.

    `area_ids` empty is every case. `since` None: nobody has chosen yet, and the case protocol's
    own list of direct contacts and the standard's own weight hold.
    """

    area_ids: tuple[int, ...]
    ways: tuple[str, ...]
    parties: tuple[str, ...]
    other_percent: int
    since: date | None = None


def checked(
    policy: Policy, areas: Collection[int], ways: Collection[str], parties: Collection[str]
) -> Policy:
    """Return the policy, or refuse one that names what there is not, or counts no contact."""
    if not set(policy.area_ids) <= set(areas):
        raise Refused("unknown_area", "Choose practice areas from the list.", field="areas")
    for field, chosen, known in (
        ("ways", policy.ways, ways), ("parties", policy.parties, parties)
    ):  # fmt: skip
        if not chosen or not set(chosen) <= set(known):
            raise Refused("nothing_direct", "Choose one or more from the list.", field=field)
    if not 0 <= policy.other_percent <= MOST_PERCENT:
        raise Refused("no_such_weight", "Enter a percent from 0 to 100.", field="other_percent")
    return policy
