"""Who may do what with a case review. The person a review is about is the worker who held the case.

`SEE` says that a review exists, of which case, how far it is and when it is due; `READ` opens
answers, form and differences, and only once they are submitted. While a second-level review of
a case is awaited, what the first level found is closed to everyone who could come to do it, and
to nobody's own eyes before they have submitted theirs: levels never see each other's answers first.
The coaching notes after a second level are the supervisor's, not the worker's.

An administrator, an auditor and a training lead see no review.
"""

from competency.kernel.authz import Relation, action

R = Relation
_LINE = (R.IS_SELF, R.SUPERVISES, R.MANAGES, R.ANSWERS_FOR)
_REGION = (R.IS_REGIONS_SPECIALIST, R.LEADS_REGION)

SEE = action("see that a case is reviewed", *_LINE, R.IS_REVIEWER, *_REGION, R.IS_CENTRAL_OFFICE)
READ = action(
    "read what a review found",
    R.IS_REVIEWER,
    *((one, R.IS_SUBMITTED, R.NOT_BLIND) for one in (*_LINE, R.IS_CENTRAL_OFFICE)),
    *((one, R.IS_SUBMITTED, R.SECOND_IS_IN) for one in _REGION),
)
WORK = action("fill in a review", R.IS_REVIEWER)
WRITE_FORM = action("write and discuss the mentoring form", (R.IS_REVIEWER, R.IS_SUBMITTED))
ACKNOWLEDGE = action("acknowledge the mentoring form", (R.IS_SELF, R.IS_SUBMITTED))
CORRECT = action("report a correction as done", R.IS_SELF, R.IS_REVIEWER, R.ANSWERS_FOR)
RE_REVIEW = action("look at a correction again", R.IS_REVIEWER, R.ANSWERS_FOR)
RESOLVE = action("resolve differences between two levels", (R.IS_REVIEWER, R.IS_SUBMITTED))
COACH = action("write coaching notes to the supervisor", (R.IS_REVIEWER, R.IS_SUBMITTED))
SEE_COACHING = action(
    "read the coaching notes", R.IS_REVIEWER, R.ANSWERS_FOR, *_REGION, R.IS_CENTRAL_OFFICE
)
# A specialist may come to do the second level, so nothing is looked at while one is awaited.
CHECK_SAMPLE = action(
    "look at a sample of the answers that dates proposed",
    (R.IS_REGIONS_SPECIALIST, R.IS_SUBMITTED, R.SECOND_IS_IN),
)
ASK_SUBSTITUTION = action("ask for another case", R.ANSWERS_FOR)
DECIDE_SUBSTITUTION = action("decide on another case", R.IS_REGIONS_SPECIALIST)
HAND_TO_PEER = action("give one of the four to a peer reviewer", R.ANSWERS_FOR)
ASSIGN = action("assign and un-assign reviewers", R.IS_REGIONS_SPECIALIST)
ASSIGN_CENTRAL = action("assign a targeted review", R.IS_CENTRAL_OFFICE)
MONITOR = action("see what is missing and who was told", *_REGION, R.IS_CENTRAL_OFFICE)
DRILL = action("look behind the figures of a region", *_REGION, R.IS_CENTRAL_OFFICE)
# The answers of both levels as figures: reviewers see the pairs they are part of, supervisors those
# of their four. Central office knows people only in aggregate, so it gets no names.
COMPARE_BY_NAME = action("see how named reviewers agree", R.IS_REVIEWER, R.ANSWERS_FOR, *_REGION)
COMPARE_REVIEWERS = action(
    "see how the levels agree", R.IS_REVIEWER, R.ANSWERS_FOR, *_REGION, R.IS_CENTRAL_OFFICE
)

# These rest on a role alone.
SEE_DRAW = action("run a month's draw again", R.IN_OWN_REGION, R.IS_CENTRAL_OFFICE)
DRAW = action("draw a month's cases", R.IS_CENTRAL_OFFICE)
TARGET = action("choose cases for a purpose", R.IS_CENTRAL_OFFICE)
SEE_GLANCE = action("see the scores of all regions", R.IN_OWN_REGION, R.IS_CENTRAL_OFFICE)
SEE_CALIBRATION = action("see how reviewers agree", R.IN_OWN_REGION, R.IS_CENTRAL_OFFICE)

# Their subject is a worker: a supervisor sees the own team's findings of three months.
SEE_TEAM = action("see the findings of one's own team", R.SUPERVISES, R.MANAGES)

ALL = (
    SEE,
    READ,
    WORK,
    WRITE_FORM,
    ACKNOWLEDGE,
    CORRECT,
    RE_REVIEW,
    RESOLVE,
    COACH,
    SEE_COACHING,
    CHECK_SAMPLE,
    ASK_SUBSTITUTION,
    DECIDE_SUBSTITUTION,
    HAND_TO_PEER,
    ASSIGN,
    ASSIGN_CENTRAL,
    MONITOR,
    DRILL,
    COMPARE_BY_NAME,
    COMPARE_REVIEWERS,
    SEE_DRAW,
    DRAW,
    TARGET,
    SEE_GLANCE,
    SEE_CALIBRATION,
    SEE_TEAM,
)
