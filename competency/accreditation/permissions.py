"""Who may do what with a self-study.

It is the organisation's, so most of this rests on roles alone: central office runs it, regional
leadership and the auditor read it, the panel reads it once it is submitted. Whoever was asked to
bring an item of evidence sees and fills in that item, and of the rest only its name. Owners are
named to central office, who asked them, and to nobody else; the pack names none. An administrator
sees no content.
"""

from competency.kernel.authz import Action, Relation, action

R = Relation
_READERS = (
    R.IS_CENTRAL_OFFICE,
    R.IS_REGIONAL_LEADERSHIP,
    R.IS_AUDITOR,
    (R.ON_PANEL, R.IS_SUBMITTED),
)
_PANEL = ((R.ON_PANEL, R.IS_SUBMITTED), (R.IS_CENTRAL_OFFICE, R.IS_SUBMITTED))

START = action("start a self-study", R.IS_CENTRAL_OFFICE)
SEE = action("read a self-study", *_READERS)
RUN = action("rate, give items out, submit and close a self-study", R.IS_CENTRAL_OFFICE)
SEE_OWNERS = action("see who brings which item", R.IS_CENTRAL_OFFICE)
COMMENT = action("comment for the panel, and answer", *_PANEL)
TAKE_PACK = action("take the self-study pack", *_READERS)

# Their subject is one item of the checklist.
SEE_ITEM = action("see an item of evidence", *_READERS, R.OWNS_ITEM)
FILL_ITEM = action("fill in an item of evidence", R.IS_CENTRAL_OFFICE, R.OWNS_ITEM)

# The organisation's policy is a setting, so an administrator may keep it too; it holds no content.
KEEP_POLICY = action("choose what is counted", R.IS_CENTRAL_OFFICE, R.IS_ADMINISTRATOR)

ALL: tuple[Action, ...] = (
    START,
    SEE,
    RUN,
    SEE_OWNERS,
    COMMENT,
    TAKE_PACK,
    SEE_ITEM,
    FILL_ITEM,
    KEEP_POLICY,
)
