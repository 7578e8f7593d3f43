"""The register: a referral is logged, which opens its case; its key worker, team and name."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases import permissions
from competency.cases.domain import eligibility, way
from competency.cases.domain.consent import Consent
from competency.cases.domain.kinds import Happened
from competency.cases.domain.writing import LONGEST_LINE, at_most, checked_reference
from competency.cases.events import (
    CaseChanged,
    CaseOpened,
    ConsentChanged,
    KeyWorkerChosen,
    NameKept,
    SettingsChosen,
)
from competency.cases.models import CaseAssignment, CaseFile, CaseName, CaseSettings
from competency.cases.service import recording
from competency.cases.service.loading import (
    Open,
    check_version,
    get_protocol,
    open_case,
    team_scope,
)
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, Refused
from competency.kernel.values import Value
from competency.people.service import access, lookup, teams

H = Happened


class Referral(Value, kw_only=True):
    """A referral as its form says it; the reference is not the client's name."""

    reference: str
    team_id: int
    practice_area_id: int
    received_on: date
    route: str = ""
    postcode_area: str = ""
    referrer: str = ""
    consent_on: date | None = None
    drinks_alcohol: bool = False
    substitution_therapy: bool = False
    name: str = ""


class Settings(Value):
    """What the organisation chose; `version` goes back with a change."""

    keeps_names: bool
    version: int


def open_referral(work: Work, referral: Referral) -> CaseFile:
    """Log a referral, which opens its case at once, and return the case.

    Refuses a team that is not the actor's to log for, a reference that is there already, a day
    that has not come, and a name where the organisation keeps none.
    """
    if not work.session.scalar(
        select(team_scope(work.actor, work.today, permissions.LOG, referral.team_id))
    ):
        raise Forbidden("You can log referrals for your own team only. Choose that one.")
    protocol = get_protocol()
    if referral.route:
        protocol.route(referral.route)
    _check_area(work.session, referral.practice_area_id)
    case = CaseFile(
        reference=_free(work.session, referral.reference),
        practice_area_id=referral.practice_area_id,
        team_id=referral.team_id,
        key_worker_id=None,
        protocol_id=protocol.standard.id,
        protocol_version=protocol.standard.version,
        route=referral.route,
        postcode_area=_postcode(referral.postcode_area),
        referrer=at_most(referral.referrer, "referrer", longest=LONGEST_LINE),
        drinks_alcohol=referral.drinks_alcohol,
        substitution_therapy=referral.substitution_therapy,
    )
    work.session.add(case)
    work.session.flush()
    opened = Open(work, case)
    recording.write(opened, H.REFERRAL_RECEIVED, referral.received_on)
    recording.write(opened, H.ENTERED, work.today)
    if referral.route:
        recording.write(opened, H.ROUTED, work.today, detail=referral.route)
    if referral.consent_on is not None:
        recording.write(opened, H.CONSENT_GIVEN, referral.consent_on, detail=Consent.REFERRAL)
        work.record(ConsentChanged(case_id=case.id, consent=Consent.REFERRAL, holds=True))
    if referral.name.strip():
        _keep_name(opened, referral.name)
    work.record(CaseOpened(case_id=case.id, team_id=case.team_id))
    return case


def change_details(work: Work, case_id: int, version: int, **changes: object) -> CaseFile:
    """Change what the register says of a case: its practice area, postcode area, referrer, needs.

    Refuses another field, and raises Stale when the case changed since the page was shown.
    """
    opened = open_case(work, case_id, permissions.WORK)
    check_version(opened.case, version, "change its details")
    known = {
        "practice_area_id",
        "postcode_area",
        "referrer",
        "drinks_alcohol",
        "substitution_therapy",
    }
    if not set(changes) <= known:
        raise Refused("unknown_field", "These details cannot be changed here.")
    if "practice_area_id" in changes:
        _check_area(work.session, int(str(changes["practice_area_id"])))
    for field, value in changes.items():
        if field == "postcode_area":
            value = _postcode(str(value))
        elif isinstance(value, str):
            value = at_most(value, field, longest=LONGEST_LINE)
        setattr(opened.case, field, value)
    work.session.flush()
    work.record(CaseChanged(case_id=case_id, fields=tuple(sorted(changes))))
    return opened.case


def route(work: Work, case_id: int, team_id: int, on: date, route: str = "") -> CaseFile:
    """Forward a case without a key worker to a team, and return it; the actor may lose sight of it.

    Refuses a case that somebody is working on: hand that one over.
    """
    opened = open_case(work, case_id, permissions.WORK)
    if opened.case.key_worker_id is not None:
        raise Refused(
            "has_key_worker", "Somebody is key worker of this case. Hand it over instead."
        )
    if team_id not in teams.names(work.session, [team_id]):
        raise Refused("unknown_team", "Choose a team of the list.", field="team_id")
    if route:
        opened.protocol.route(route)
        opened.case.route = route
    recording.write(opened, H.ROUTED, on, detail=route)
    opened.case.team_id = team_id
    work.session.flush()
    work.record(CaseChanged(case_id=case_id, fields=("route", "team_id")))
    return opened.case


def assign(work: Work, case_id: int, person_id: int, on: date, reason: str = "") -> CaseFile:
    """Make somebody of the case's team its key worker from a day on, and return the case.

    Refuses who works elsewhere or has left, who is key worker already, and a day before the
    present key worker's first.
    """
    opened = open_case(work, case_id, permissions.ASSIGN)
    way.check_open(opened.line, opened.protocol, "choose a key worker")
    give(opened, person_id, on, reason=reason)
    return opened.case


def give(
    opened: Open,
    person_id: int,
    on: date,
    *,
    reason: str = "",
    handover_id: int | None = None,
    other_team: bool = False,
) -> None:
    """Write the new key worker of an open case; for `assign` and for handing over."""
    work, case = opened.work, opened.case
    who = lookup.subject(work.session, person_id)
    if who is None or (who.left_on is not None and who.left_on < on):
        raise Refused("not_here", "Choose somebody who works here then.", field="person_id")
    team_id = teams.team_of(work.session, person_id)
    if team_id is None or (team_id != case.team_id and not other_team):
        raise Refused(
            "other_team", f"{who.name} does not work in this case's team.", field="person_id"
        )
    if case.key_worker_id == person_id:
        raise Refused("same_worker", f"{who.name} is its key worker already.", field="person_id")
    before = _newest_assignment(work.session, case.id)
    if before is not None and on < before.from_on:
        raise Refused(
            "before_former", "This is before the present key worker began.", field="happened_on"
        )
    former, case.key_worker_id, case.team_id = case.key_worker_id, person_id, team_id
    work.session.add(
        CaseAssignment(
            case_id=case.id,
            seq=before.seq + 1 if before else 1,
            person_id=person_id,
            team_id=team_id,
            from_on=on,
            reason=at_most(reason, "reason", longest=500),
            handover_id=handover_id,
            by_id=work.actor.person_id,
            at=work.now,
        )
    )
    recording.write(opened, H.ASSIGNED, on)
    work.record(KeyWorkerChosen(case_id=case.id, person_id=person_id, former_id=former))


def settings(session: Session) -> Settings:
    """Return what the organisation chose about its cases; without a choice no names are kept."""
    row = session.get(CaseSettings, 1)
    return Settings(row.keeps_names, row.version) if row else Settings(False, 0)


def choose_settings(work: Work, *, keeps_names: bool, version: int) -> None:
    """Switch on or off that names are kept; names that are there stay until they are removed."""
    access.require_role(work, permissions.KEEP_SETTINGS)
    row = work.session.get(CaseSettings, 1)
    if row is None:
        row = CaseSettings(id=1)
        work.session.add(row)
    elif row.version != version:
        raise Refused("changed", "Somebody changed this meanwhile. Look at it again.")
    row.keeps_names = keeps_names
    work.session.flush()
    work.record(SettingsChosen(keeps_names=keeps_names))


def keep_name(work: Work, case_id: int, name: str) -> None:
    """Write the client's name beside a case, or take it away where it is empty."""
    opened = open_case(work, case_id, permissions.SEE_NAME)
    _keep_name(opened, name)


def known_clients(session: Session) -> tuple[list[str], list[str]]:
    """Return every reference and every name of the register, for the guard of anonymity."""
    references = session.scalars(select(CaseFile.reference).order_by(CaseFile.reference))
    names = session.scalars(select(CaseName.name).order_by(CaseName.name))
    return list(references), list(names)


def _keep_name(opened: Open, name: str) -> None:
    session = opened.work.session
    name = at_most(name, "name", longest=120)
    if name and not settings(session).keeps_names:
        raise Refused("no_names", "Your organisation keeps no names here.", field="name")
    row = session.get(CaseName, opened.id)
    if not name and row is not None:
        session.delete(row)
    elif name and row is None:
        session.add(CaseName(case_id=opened.id, name=name))
    elif name and row is not None:
        row.name = name
    session.flush()
    opened.work.record(NameKept(case_id=opened.id, is_kept=bool(name)))


def _free(session: Session, reference: str) -> str:
    reference = checked_reference(reference)
    if session.scalar(select(CaseFile.id).where(CaseFile.reference == reference)):
        raise Refused(
            "reference_taken",
            f"There is a case with the reference {reference} already.",
            field="reference",
        )
    return reference


def _postcode(text: str) -> str:
    """Return what the register keeps of a postcode, no more than its sector; none is none."""
    return eligibility.parse(text).to_keep if text.strip() else ""


def _check_area(session: Session, practice_area_id: int) -> None:
    if practice_area_id not in {area.id for area in lookup.practice_areas(session)}:
        raise Refused(
            "unknown_area", "Choose a practice area of the list.", field="practice_area_id"
        )


def _newest_assignment(session: Session, case_id: int) -> CaseAssignment | None:
    return session.scalars(
        select(CaseAssignment)
        .where(CaseAssignment.case_id == case_id)
        .order_by(CaseAssignment.seq.desc())
        .limit(1)
    ).one_or_none()
