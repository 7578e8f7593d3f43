"""Who may judge a file of cases: everybody who is signed in.

The file is the sender's own, nothing of the register is read for it, and nobody else sees what
came of it.
"""

from competency.kernel.authz import Relation, action

CHECK_FILES = action("judge a file of cases", Relation.ANYONE)

ALL = (CHECK_FILES,)
