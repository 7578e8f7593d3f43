"""What can happen to an appraisal; ids, codes and counts only, no content."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AppraisalStarted:
    appraisal_id: int
    person_id: int
    practice_area_id: int
    framework_version: str
    carried_from_id: int | None


@dataclass(frozen=True, kw_only=True)
class RatingSaved:
    appraisal_id: int
    hand: str
    strand: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class SectionRated:
    appraisal_id: int
    hand: str
    strands: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RatingSubmitted:
    appraisal_id: int
    hand: str
    unrated: int


@dataclass(frozen=True, kw_only=True)
class SubmissionTakenBack:
    appraisal_id: int
    hand: str


@dataclass(frozen=True, kw_only=True)
class RatingsRevealed:
    appraisal_id: int
    to_discuss: int


@dataclass(frozen=True, kw_only=True)
class SupervisorPartTaken:
    appraisal_id: int
    supervisor_id: int
    former_id: int | None


@dataclass(frozen=True, kw_only=True)
class StrandsAgreed:
    appraisal_id: int
    strands: tuple[str, ...]
    together: bool


@dataclass(frozen=True, kw_only=True)
class StrandNotAgreed:
    appraisal_id: int
    strand: str


@dataclass(frozen=True, kw_only=True)
class SectionLevelAgreed:
    appraisal_id: int
    section: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveWritten:
    appraisal_id: int
    objective_id: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveRemoved:
    appraisal_id: int
    objective_id: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveClosed:
    appraisal_id: int
    objective_id: int
    ending: str


@dataclass(frozen=True, kw_only=True)
class ConversationFinished:
    appraisal_id: int
    not_agreed: int


@dataclass(frozen=True, kw_only=True)
class ConversationReopened:
    appraisal_id: int
    voided_signatures: int


@dataclass(frozen=True, kw_only=True)
class AppraisalSigned:
    appraisal_id: int
    hand: str
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class AppraisalSealed:
    appraisal_id: int
    seal: str


@dataclass(frozen=True, kw_only=True)
class AppraisalReopened:
    appraisal_id: int
    revision_id: int


@dataclass(frozen=True, kw_only=True)
class AppraisalWithdrawn:
    appraisal_id: int


@dataclass(frozen=True, kw_only=True)
class VersionMoved:
    appraisal_id: int
    old_version: str
    new_version: str
    to_confirm: int


@dataclass(frozen=True, kw_only=True)
class RaterInvited:
    appraisal_id: int
    invitation_id: int
    rater_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked:
    appraisal_id: int
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class SecondRatingAsked:
    appraisal_id: int
    moderation_id: int
    rater_id: int


@dataclass(frozen=True, kw_only=True)
class SecondRatingSaved:
    appraisal_id: int
    moderation_id: int
    strands: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SecondRatingSubmitted:
    appraisal_id: int
    moderation_id: int
    unrated: int


@dataclass(frozen=True, kw_only=True)
class SecondRatingEnded:
    appraisal_id: int
    moderation_id: int


@dataclass(frozen=True, kw_only=True)
class TargetSet:
    post_id: int
    section: str
