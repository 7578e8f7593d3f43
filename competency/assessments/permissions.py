"""Who may do what with an appraisal. Its subject is a person; an outside rater is invited to one.

A manager sees the appraisals of the whole line below but takes no part in them. Neither an
administrator nor an auditor sees their content.

A second rating says how a supervisor uses the scale. So it is asked for by whoever answers for
that: the supervisor, who may want to know, and those above, who may see both ratings anyway. Not
by the person, who would choose their own judge; not by a training lead or the central office, who
see no ratings of named people. All who see the appraisal see who was asked and by whom.
"""

from competency.kernel.authz import Relation, action

R = Relation

SEE = action("see an appraisal", R.IS_SELF, R.SUPERVISES, R.MANAGES, R.IS_INVITED)
SEE_RECORD = action("see a person's appraisals", R.IS_SELF, R.SUPERVISES, R.MANAGES)
START = action("start an appraisal", R.IS_SELF, R.SUPERVISES)
RATE = action("rate, each in their own part", R.IS_SELF, R.SUPERVISES, R.IS_INVITED)
TAKE_PART = action("take the supervisor's part", R.SUPERVISES, R.IS_INVITED)
TALK = action("record what is agreed", R.IS_SELF, R.SUPERVISES, R.IS_INVITED)
SIGN = action("sign an appraisal", R.IS_SELF, R.SUPERVISES, R.IS_INVITED)
WITHDRAW = action("withdraw an appraisal", R.IS_SELF, R.SUPERVISES)
REOPEN = action("reopen a signed appraisal", R.IS_SELF, R.SUPERVISES)
CLOSE_OBJECTIVES = action("close out objectives", R.IS_SELF, R.SUPERVISES)
INVITE = action("invite an outside rater", R.IS_SELF)
MOVE_VERSION = action("move to a newer framework version", R.IS_SELF, R.SUPERVISES)
ASK_SECOND = action("ask for a second rating, or end one", R.SUPERVISES, R.MANAGES)
GIVE_SECOND = action("give a second rating, blind", R.IS_SECOND_RATER)
SEE_SECOND = action(
    "compare with a second rating",
    R.IS_SELF,
    R.SUPERVISES,
    R.MANAGES,
    R.IS_INVITED,
    R.IS_SECOND_RATER,
)
CHECK_SAMPLE = action("look at a sample of what was agreed in one go", R.MANAGES)
SEE_TEAM = action("see a team's profiles", R.SUPERVISES, R.MANAGES)
SET_TARGETS = action("set the targets of posts", R.IS_ADMINISTRATOR)
