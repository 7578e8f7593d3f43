"""Who may do what in coaching and supervision. The person a record is about is its subject.

Nothing here feeds pay, discipline or rankings: whoever sees figures of one person is that person,
or stands above them in the line of supervision.

A session is its two people's, or its group's. Who else supervises the person, and the managers
above, see that it is planned or was held; the record they read once it is sealed, and of the
notes only those for the record. A group's session is nobody's but its own.

When a line ends, its sealed records pass to the next supervisor; the former one reads them no
more. What the two had met for, or should have met for by then, they finish themselves: it stays
with both until it is sealed or called off. What was planned for later, and how often to meet, the
next supervisor takes over or ends; the person can call such a session off, also where nobody
supervises them yet. A private note stays its author's, wherever its session goes.
No role alone opens any of this, but for what many actions were followed by, in figures.
"""

from competency.kernel.authz import Relation, action

R = Relation
_LEADS_PAIR = (R.LEADS_SESSION, R.SUPERVISES)
_LEADS_GROUP = (R.LEADS_SESSION, R.IS_GROUP)
_FINISHES = (R.LEADS_SESSION, R.HAS_TO_FINISH)
_FOLLOWS = (R.SUPERVISES, R.LEADER_MOVED_ON)

SEE_ACTION = action("see what is agreed to do", R.IS_SELF, R.SUPERVISES, R.MANAGES)
WRITE_ACTION = action("agree what is to be done", R.IS_SELF, R.SUPERVISES)
CLOSE_ACTION = action("close out what was agreed", R.IS_SELF, R.SUPERVISES)

# Only as figures of many: groups of fewer than five people are kept back from those who may not
# see the actions themselves.
SEE_EFFECTS = action(
    "see what coaching was followed by",
    *(R.SUPERVISES, R.MANAGES, R.IN_OWN_REGION, R.IS_CENTRAL_OFFICE, R.IS_TRAINING_LEAD),
)

SEE_KEPT = action("see whether supervision is kept", R.IS_SELF, R.SUPERVISES, R.MANAGES)
AGREE = action("agree how often to meet", R.SUPERVISES)
TAKE_OVER = action("take over what a former supervisor agreed", _FOLLOWS)
END_AGREEMENT = action("end what is agreed", _LEADS_PAIR, _LEADS_GROUP, _FOLLOWS)
CONFIRM = action("confirm how often to meet", R.IS_SELF)
SEE_AGREEMENT = action(
    "see how often it is agreed to meet", R.IS_SELF, R.SUPERVISES, R.MANAGES, R.IN_GROUP
)

SEE_SESSION = action(
    "see that there is a session",
    *(R.IS_SELF, R.SUPERVISES, R.MANAGES, R.IN_GROUP, _FINISHES),
)
TAKE_PART = action("take part in a session", R.IS_SELF, _LEADS_PAIR, R.IN_GROUP, _FINISHES)
PLAN = action("plan a session", _LEADS_PAIR, _LEADS_GROUP)
LEAD = action("hold a session", _LEADS_PAIR, _LEADS_GROUP, _FINISHES)
CALL_OFF = action(
    "call a session off",
    *(_LEADS_PAIR, _LEADS_GROUP, _FINISHES),
    (R.IS_SELF, R.LEADER_MOVED_ON),
)
READ_RECORD = action(
    "read the record of a session",
    *(R.IS_SELF, _LEADS_PAIR, R.IN_GROUP, _FINISHES),
    *((one, R.IS_SEALED) for one in (R.SUPERVISES, R.MANAGES)),
)

# The crosswalk says nothing about a person. It holds for everybody alike, so it is kept where no
# line of supervision runs: nobody changes what is said about the people they supervise.
READ_CROSSWALK = action("read the crosswalk", R.ANYONE)
KEEP_CROSSWALK = action("add links of one's own, and set released ones aside", R.IS_CENTRAL_OFFICE)
# A signal is the person's own and their line's, and both see it at the same moment.
SEE_SIGNALS = action("see what is worth a conversation", R.IS_SELF, R.SUPERVISES, R.MANAGES)
RESPOND = action("say what was made of a signal", R.IS_SELF, R.SUPERVISES, R.MANAGES)
ANSWER = action("answer a signal about oneself", R.IS_SELF)
OWN_LINE = action("see the signals of those one supervises", R.SUPERVISES)

ALL = (
    SEE_ACTION,
    WRITE_ACTION,
    CLOSE_ACTION,
    SEE_EFFECTS,
    SEE_KEPT,
    AGREE,
    TAKE_OVER,
    END_AGREEMENT,
    CONFIRM,
    SEE_AGREEMENT,
    SEE_SESSION,
    TAKE_PART,
    PLAN,
    LEAD,
    CALL_OFF,
    READ_RECORD,
    READ_CROSSWALK,
    KEEP_CROSSWALK,
    SEE_SIGNALS,
    RESPOND,
    ANSWER,
    OWN_LINE,
)
