"""Permissions as data: an action, and the relations to its subject that allow it."""

from enum import StrEnum

from competency.kernel.values import Value


class Relation(StrEnum):
    """How an actor can stand to a person's record; `people` turns each into one SQL predicate."""

    IS_SELF = "is_self"
    SUPERVISES = "supervises"  # a line between the two is in force today
    MANAGES = "manages"  # holds the manager role and stands higher in the same line
    IS_ADMINISTRATOR = "is_administrator"
    IS_AUDITOR = "is_auditor"
    IS_TRAINING_LEAD = "is_training_lead"
    IS_CENTRAL_OFFICE = "is_central_office"
    IS_MANAGER = "is_manager"  # holds the role of a manager, whoever's
    IN_OWN_REGION = "in_own_region"  # regional leadership or quality specialist of that region
    IS_INVITED = "is_invited"  # an outside rater with a live invitation to this one appraisal
    IS_SECOND_RATER = "is_second_rater"  # was asked for this second rating of an appraisal, blind
    IN_TEAM = "in_team"  # belongs to the team that has this case
    LEADS_TEAM = "leads_team"  # supervises or manages somebody of the team that has this case
    IS_REGIONS_SPECIALIST = "is_regions_specialist"  # quality specialist where this case's team is
    IS_SAFEGUARDING_LEAD = "is_safeguarding_lead"  # and a safeguarding concern is on this case
    SIGNS_OFF_ALONE = "signs_off_alone"  # was allowed, for a time, to sign off their own work
    IS_REVIEWER = "is_reviewer"  # reviews this case at this level
    ANSWERS_FOR = "answers_for"  # the supervisor among whose four this review counts
    LEADS_REGION = "leads_region"  # regional leadership of this review's region
    IS_SUBMITTED = "is_submitted"  # this review is complete, this self-study with the panel
    NOT_BLIND = "not_blind"  # and has no review of this case at another level still to submit
    SECOND_IS_IN = "second_is_in"  # no second-level review of this case is awaited
    IS_REGIONAL_LEADERSHIP = "is_regional_leadership"  # holds the role, whatever the region
    OWNS_ITEM = "owns_item"  # was asked to bring this item of evidence
    ON_PANEL = "on_panel"  # is named on the panel of this self-study
    LEADS_SESSION = "leads_session"  # is the supervisor, or the convenor, of this supervision
    IN_GROUP = "in_group"  # leads or belongs to the group of this supervision
    IS_GROUP = "is_group"  # this supervision is a group's, not one person's
    IS_SEALED = "is_sealed"  # this session is signed by both and sealed
    HAS_TO_FINISH = "has_to_finish"  # supervised on this session's day, and it is not finished
    LEADER_MOVED_ON = "leader_moved_on"  # who leads this supervision does not supervise any more
    ANYONE = "anyone"  # everybody who is signed in


Clause = frozenset[Relation]


class Action(Value):
    """Something a person may do: allowed when all relations of any one clause hold."""

    name: str
    allow: tuple[Clause, ...]


def action(name: str, *clauses: Relation | tuple[Relation, ...]) -> Action:
    """Return an action that any one of the clauses allows; a tuple needs all its relations."""
    return Action(
        name,
        tuple(frozenset(c if isinstance(c, tuple) else (c,)) for c in clauses),
    )
