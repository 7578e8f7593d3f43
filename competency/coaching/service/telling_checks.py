"""Telling the people concerned that somebody looked at a sample and would talk about a place."""

from competency.coaching.domain.spot_checks import CheckKind, Verdict
from competency.coaching.events import SpotChecked
from competency.coaching.service import spot_checks
from competency.infra.work import Work
from competency.notifications.service.telling import Said, notify_each

WHAT = {
    CheckKind.AGREED_TOGETHER: "a strand that was agreed with others at once",
    CheckKind.CONFIRMED: "an answer that the dates had proposed",
}


def tell_checked(work: Work, happened: SpotChecked) -> None:
    """Tell those concerned where a place is worth talking about; one that stands needs no word."""
    if happened.verdict != Verdict.TALK:
        return
    kind = CheckKind(happened.kind)
    notify_each(
        work,
        [
            Said(
                to_id=person_id,
                kind="spot-check",
                words=f"{work.actor.name} looked at {WHAT[kind]} and would like to talk about it",
                path=f"/checks/{kind}/{happened.record_id}/{happened.code}",
                key=f"spot-check-{happened.check_id}",
            )
            for person_id in spot_checks.told(work, kind, happened.record_id)
        ],
    )
