"""The position a post aims at in each section, set by administrators, shown beside profiles."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from competency.assessments import permissions
from competency.assessments.events import TargetSet
from competency.assessments.models import Target
from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.kernel.values import Value
from competency.people.service import access, lookup
from competency.people.service.lookup import Named

NONE_SET = "No target"


class Aim(Value):
    """A post's target in a section: a position or None, and its version (0: never set)."""

    position: int | None = None
    version: int = 0


class Board(Value):
    """All posts with their targets: by post, then by section; a section without one is absent."""

    framework: CompetencyFramework
    posts: Sequence[Named]
    aims: Mapping[int, Mapping[str, Aim]]

    def aim(self, post_id: int, section: str) -> Aim:
        """Return what a post aims at in a section."""
        return self.aims.get(post_id, {}).get(section, Aim())

    def post(self, post_id: int) -> Named:
        """Return a post by its id; raises NotFound."""
        for post in self.posts:
            if post.id == post_id:
                return post
        raise NotFound("There is no such post.")


def board(work: Work) -> Board:
    """Return every post's targets; for administrators."""
    access.require_role(work, permissions.SET_TARGETS)
    framework = frameworks.get_framework()
    rows = work.session.scalars(select(Target).where(Target.framework_id == framework.id))
    aims: dict[int, dict[str, Aim]] = {}
    for row in rows:
        aims.setdefault(row.post_id, {})[row.section] = Aim(row.position, row.version)
    return Board(framework, lookup.posts(work.session), aims)


def set_targets(work: Work, post_id: int, wanted: Mapping[str, Aim]) -> int:
    """Set a post's targets by section (None takes one away); return how many changed.

    `wanted` carries the versions the page was based on. Refuses a section the framework does
    not have and a position off its scale; raises Stale where somebody else set one meanwhile.
    """
    found = board(work)
    post = found.post(post_id)
    scale = {position.value for position in found.framework.scale.positions}
    changed = 0
    for section, aim in wanted.items():
        found.framework.section(section)  # an unknown one is refused
        if aim.position is not None and aim.position not in scale:
            raise Refused(
                "off_the_scale",
                "That position is not on the scale. Choose one of those shown.",
                field=section,
            )
        stands = found.aim(post_id, section)
        if stands.position == aim.position:
            continue
        if stands.version != aim.version:
            raise _stale(found, post, section, aim, stands)
        _put(work, post_id, found.framework.id, section, aim.position)
        work.record(TargetSet(post_id=post_id, section=section))
        changed += 1
    return changed


def _put(work: Work, post_id: int, framework_id: str, section: str, position: int | None) -> None:
    row = work.session.scalar(
        select(Target).where(
            Target.post_id == post_id,
            Target.framework_id == framework_id,
            Target.section == section,
        )
    )
    if position is None:
        if row is not None:
            work.session.delete(row)
    elif row is None:
        work.session.add(
            Target(post_id=post_id, framework_id=framework_id, section=section, position=position)
        )
    else:
        row.position = position


def _stale(found: Board, post: Named, section: str, mine: Aim, stands: Aim) -> Stale:
    title = f"{post.name}, {found.framework.section(section).title}"

    def words(aim: Aim) -> str:
        if aim.position is None:
            return NONE_SET
        return found.framework.scale.position(aim.position).label

    return Stale(
        "Somebody else set this target meanwhile. Look at it again, then decide.",
        mine=Version("This page", [(title, words(mine))]),
        theirs=Version("", [(title, words(stands))]),
    )
