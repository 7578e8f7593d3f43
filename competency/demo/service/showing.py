"""Who to sign in as, and what to try."""

from competency.demo import queries
from competency.demo.service.organisation import PASSWORD
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.values import Value

OUTSIDE_RATER = "Outside rater"
WORTH_TRYING = {
    Role.CASE_MANAGER: "what is due today on your cases; rate your practice",
    Role.SUPERVISOR: "sign-offs that wait; your team's appraisals, one in every state",
    Role.MANAGER: "the cases and profiles of all teams below you",
    Role.TRAINING_LEAD: "who is not current on GDPR, and a file to import",
    Role.QUALITY_SPECIALIST: "a region: a substitution that waits, and reviews that are missing",
    Role.REGIONAL_LEADERSHIP: "the case reviews of a region at a glance, down to their answers",
    Role.CENTRAL_OFFICE: "all regions, a targeted review, an accreditation self-study half way",
    Role.PEER_REVIEWER: "reviews of colleagues' cases, beside cases of their own",
    Role.SAFEGUARDING_LEAD: "what a safeguarding lead sees",
    Role.ADMINISTRATOR: "people, teams, roles, lines and targets",
    Role.AUDITOR: "the trail of changes; the accreditation evidence, read only",
}


class SignIn(Value):
    """Somebody to sign in as."""

    role: str
    name: str
    email: str
    worth_trying: str


def sign_ins(work: Work) -> tuple[list[SignIn], str]:
    """Return one person for each role, the outside rater last, and the password of all."""
    found = [
        SignIn(Role(row.role).label, row.name, row.email, WORTH_TRYING[Role(row.role)])
        for row in queries.first_of_each_role(work.session)
    ]
    rater = queries.first_outside_rater(work.session)
    if rater is not None:
        what = "one appraisal, to which you were invited"
        found.append(SignIn(OUTSIDE_RATER, rater.name, rater.email, what))
    return found, PASSWORD


def is_empty(work: Work) -> bool:
    """Return whether nobody is here yet."""
    return not queries.holds_an_organisation(work.session)


def is_demonstration(work: Work) -> bool:
    """Return whether what is here was loaded as a demonstration."""
    return queries.holds_a_demonstration(work.session)
