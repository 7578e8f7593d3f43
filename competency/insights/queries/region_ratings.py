"""How two positions of the same strands compare, by section and team, counted in the database.

Each is one statement, however many people there are; no row is one person's.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, func, select
from sqlalchemy.orm import Session

from competency.assessments.domain.agenda import Outcome
from competency.assessments.domain.marks import Hand
from competency.assessments.models import Appraisal, Rating, StrandAgreement
from competency.infra.db import plain_rows
from competency.insights.domain.region_ratings import Compared
from competency.insights.domain.team_practice import FAR, Apart
from competency.insights.queries.newest import newest_first, sections_of
from competency.insights.queries.teams import Within, is_revealed

# The last save of a strand counts. So that one pass over the saves finds it, each is one number:
# which save it was, and on its last digit the position (0 to 6), or that there is none.
DIGIT, NO_POSITION = 10, 9


def hands(
    session: Session,
    teams: Collection[int],
    area_id: int,
    framework_id: str,
    section_of: Mapping[str, str],
    own: Within,
    today: date,
) -> dict[str, Compared]:
    """Return by section how people's own position stands to their supervisor's.

    In each person's newest appraisal in the area whose ratings are open to both.
    """
    cycle = newest_first(teams, area_id, framework_id, own, today, is_revealed())
    by_hand = {
        Hand.SELF: cycle.c.person_id,
        Hand.SUPERVISOR: cycle.c.supervisor_submitted_by_id,
    }
    saved = Rating.seq * DIGIT + func.coalesce(Rating.position, NO_POSITION)
    is_of = {
        hand: and_(Rating.hand == hand.value, Rating.rater_id == who)
        for hand, who in by_hand.items()
    }
    each = (cycle.c.team_id, cycle.c.person_id, cycle.c.is_own, Rating.strand)
    pairs = (
        select(
            *each,
            func.max(case((is_of[Hand.SELF], saved))).label("first"),
            func.max(case((is_of[Hand.SUPERVISOR], saved))).label("second"),
        )
        .join(Rating, Rating.appraisal_id == cycle.c.id)
        .where(cycle.c.place == 1)
        .group_by(*each)
    )
    return _compared(session, pairs, section_of)


def cycles(
    session: Session,
    teams: Collection[int],
    area_id: int,
    framework_id: str,
    section_of: Mapping[str, str],
    own: Within,
    today: date,
) -> dict[str, Compared]:
    """Return by section how the agreed positions of people's last two signed cycles compare.

    The newer comes first, and stands as the own position.
    """
    cycle = newest_first(teams, area_id, framework_id, own, today, Appraisal.sealed_at.is_not(None))
    agreed = case(
        (StrandAgreement.outcome == Outcome.AGREED.value, StrandAgreement.position),
    )
    saved = StrandAgreement.seq * DIGIT + func.coalesce(agreed, NO_POSITION)
    each = (cycle.c.team_id, cycle.c.person_id, cycle.c.is_own, StrandAgreement.strand)
    pairs = (
        select(
            *each,
            func.max(case((cycle.c.place == 1, saved))).label("first"),
            func.max(case((cycle.c.place == 2, saved))).label("second"),
        )
        .join(StrandAgreement, StrandAgreement.appraisal_id == cycle.c.id)
        .where(cycle.c.place <= 2)
        .group_by(*each)
    )
    return _compared(session, pairs, section_of)


def _compared(
    session: Session, pairs: Select[Any], section_of: Mapping[str, str]
) -> dict[str, Compared]:
    pair = pairs.subquery("pairs")
    sections = sections_of(section_of)
    both = and_(pair.c.first % DIGIT != NO_POSITION, pair.c.second % DIGIT != NO_POSITION)
    gap = pair.c.first % DIGIT - pair.c.second % DIGIT
    is_there = (gap > 0, gap < 0, gap >= FAR, gap <= -FAR, gap == 0)
    each = (sections.c.section, pair.c.team_id)
    rows = plain_rows(
        session,
        select(
            *each,
            func.count(case((pair.c.is_own == 0, pair.c.person_id)).distinct()),
            *(cast(func.sum(case((one, 1), else_=0)), Integer) for one in is_there),
        )
        .join(sections, sections.c.strand == pair.c.strand)
        .where(both)
        .group_by(*each),
    )
    counts: dict[str, dict[int, Apart]] = defaultdict(dict)
    protected: dict[str, dict[int, int]] = defaultdict(dict)
    for section, team, people, *numbers in rows:
        counts[section][team] = Apart(*numbers)
        protected[section][team] = people
    return {section: Compared(found, protected[section]) for section, found in counts.items()}
