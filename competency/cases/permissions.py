"""Who may do what with a case.

The person a case is about is its key worker; a case also belongs to a team, whose members stand
in for each other. The line above the key worker and those who lead somebody of the team decide.
A quality specialist reads the cases of the own region without names, and whoever is to review a
case reads it until the review is submitted, without the name. A safeguarding lead reads
the escalations of cases with a safeguarding concern. Training leads, auditors, central office and
regional leadership see no case; an administrator sees references and dates of disposal only.
"""

from competency.kernel.authz import Relation, action

R = Relation
_STAFF = (R.IS_SELF, R.SUPERVISES, R.MANAGES, R.IN_TEAM, R.LEADS_TEAM)
_LEADS = (R.SUPERVISES, R.MANAGES, R.LEADS_TEAM)

SEE = action("see a case", *_STAFF, R.IS_REGIONS_SPECIALIST)
READ = action("read a case", *_STAFF, R.IS_REGIONS_SPECIALIST, R.IS_REVIEWER)
SEE_NAME = action("see a client's name", *_STAFF)
SEE_ESCALATIONS = action("see a case's escalations", *_STAFF, R.IS_SAFEGUARDING_LEAD)
LOG = action("log a referral for a team", R.IN_TEAM, R.LEADS_TEAM)
WORK = action("work on a case", *_STAFF)
DECIDE = action("accept or refuse a referral", *_STAFF)
ASSIGN = action("choose the key worker", *_LEADS)
SIGN_OFF = action(
    "sign off a risk assessment",
    R.SUPERVISES,
    R.MANAGES,
    R.LEADS_TEAM,
    (R.IS_SELF, R.SIGNS_OFF_ALONE),
)
ESCALATE = action("escalate a concern", *_STAFF, R.IS_SAFEGUARDING_LEAD)
CLEAR_TAG = action("clear a safeguarding tag", *_LEADS)
CLOSE = action("record what the weekly meeting decided", *_LEADS)
HAND_OVER = action("hand over somebody's caseload", R.SUPERVISES, R.MANAGES)
SEE_CASELOAD = action("see somebody's caseload", R.IS_SELF, R.SUPERVISES, R.MANAGES)
EXCUSE = action("pause or excuse a clock", *_LEADS)
MEASURED = action("be measured by a clock of the manager's", R.SUPERVISES)
HOLD = action("hold a case back from disposal", *_LEADS)
DISPOSE = action("propose and approve disposals", R.IS_MANAGER, R.IS_ADMINISTRATOR)
IMPORT = action("take cases in from a file", R.IS_MANAGER, R.IS_ADMINISTRATOR)
KEEP_SETTINGS = action("choose whether names are kept", R.IS_ADMINISTRATOR)
KEEP_CASELOAD_RANGE = action(
    "choose the range of caseloads", R.IS_CENTRAL_OFFICE, R.IS_ADMINISTRATOR
)
ALLOW_ALONE = action("let somebody sign off their own work for a time", R.IS_ADMINISTRATOR)

ALL = (
    SEE,
    READ,
    SEE_NAME,
    SEE_ESCALATIONS,
    LOG,
    WORK,
    DECIDE,
    ASSIGN,
    SIGN_OFF,
    ESCALATE,
    CLEAR_TAG,
    CLOSE,
    HAND_OVER,
    SEE_CASELOAD,
    EXCUSE,
    MEASURED,
    HOLD,
    DISPOSE,
    IMPORT,
    KEEP_SETTINGS,
    KEEP_CASELOAD_RANGE,
    ALLOW_ALONE,
)
