"""The tables of the bridge: the organisation's own links, signals' states, supervision, actions."""

from competency.coaching.models.actions import CoachingAction
from competency.coaching.models.crosswalk import CrosswalkChange
from competency.coaching.models.signals import CoachingResponse, CoachingSignalsTold
from competency.coaching.models.spot_checks import SpotCheck
from competency.coaching.models.supervision import (
    AgendaItem,
    SupervisionAddendum,
    SupervisionAgreement,
    SupervisionAttendee,
    SupervisionMember,
    SupervisionNote,
    SupervisionSession,
    SupervisionSignature,
)

__all__ = [
    "AgendaItem",
    "CoachingAction",
    "CrosswalkChange",
    "CoachingResponse",
    "CoachingSignalsTold",
    "SpotCheck",
    "SupervisionAddendum",
    "SupervisionAgreement",
    "SupervisionAttendee",
    "SupervisionMember",
    "SupervisionNote",
    "SupervisionSession",
    "SupervisionSignature",
]
