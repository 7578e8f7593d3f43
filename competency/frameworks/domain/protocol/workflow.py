"""The way of a case: its stages and events, what lets it pass, and who is told."""

from competency.frameworks.domain.protocol.parts import Part

CRITERION_KINDS = ("engagement", "exclusion")
# The beginning of a postcode: an area (FY), a district (FY1), a sector (FY5 1).
POSTCODE_PREFIX = r"[A-Z]{1,2}([0-9][0-9A-Z]?( [0-9])?)?"


class Stage(Part, kw_only=True):
    """Where a case stands. It begins with any one of `begins`, events of the case.

    `closure_group` says which closure reasons are open to it; an end has none.
    """

    meaning: str
    begins: tuple[str, ...]
    closure_group: str | None
    is_end: bool


class ProtocolEvent(Part, kw_only=True):
    """Something that happens in a case; `stage` is where it belongs on the case's task list.

    `also_in` is the id of a set of timeliness standards that has the same event by this code.
    """

    meaning: str
    stage: str
    applies: str
    repeats: bool
    also_in: str | None


class Gate(Part, kw_only=True):
    """One thing that must be so before a case goes from any of `leaves` to `enters`.

    Exactly one of `event` (it has happened) and `fact` (one of FACTS is true) is given.
    """

    leaves: tuple[str, ...]
    enters: str
    applies: str
    event: str | None
    fact: str | None
    refusal: str


class Area(Part, kw_only=True):
    """Where the people live whom the service is for: postcode areas, districts or sectors."""

    postcodes: tuple[str, ...]


class Route(Part, kw_only=True):
    """A team that a referral can go to; `applies` are the rules that follow from its work."""

    meaning: str
    applies: tuple[str, ...]


class Criterion(Part, kw_only=True):
    """A listed ground for refusing a referral; `text` is what its letter says."""

    kind: str
    text: str


class Step(Part, kw_only=True):
    """One step of several in order; `limit` and `unit` count from the step before."""

    text: str
    limit: int | None
    unit: str | None


class AppealOutcome(Part, kw_only=True):
    """How an appeal can end; `accepts` is true where the refusal falls."""

    text: str
    accepts: bool


class Consent(Part, kw_only=True):
    """Something that a client is asked to agree to, and what follows when they take it back."""

    asks: str
    withdrawn: str


class ClosureReason(Part, kw_only=True):
    """A reason to close, open to some groups of stages; a yes to any of `barred_by` bars it."""

    groups: tuple[str, ...]
    barred_by: tuple[str, ...]


class Told(Part, kw_only=True):
    """Somebody who is told when an event has happened; `done` is the event of having told."""

    event: str
    done: str
    in_writing: bool
    text: str


class EscalationKind(Part, kw_only=True):
    """A kind of concern: whom to tell, first to last, and what else it asks for."""

    meaning: str
    tell: tuple[str, ...]
    deadline: str | None
    form: str | None
    tags_case: bool
    reviews_risk: bool


class ContactWay(Part, kw_only=True):
    """How people are in contact; whether it can be a direct contact is the service's policy."""

    is_direct: bool


class ContactParty(Part, kw_only=True):
    """With whom there is contact."""

    is_client: bool
