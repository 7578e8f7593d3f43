"""What can happen to an appraisal; ids, codes and counts only, no content."""

from competency.kernel.values import Value


class AppraisalStarted(Value, kw_only=True):
    appraisal_id: int
    person_id: int
    practice_area_id: int
    framework_version: str
    carried_from_id: int | None


class RatingSaved(Value, kw_only=True):
    appraisal_id: int
    hand: str
    strand: str
    seq: int


class SectionRated(Value, kw_only=True):
    appraisal_id: int
    hand: str
    strands: tuple[str, ...]


class RatingSubmitted(Value, kw_only=True):
    appraisal_id: int
    hand: str
    unrated: int


class SubmissionTakenBack(Value, kw_only=True):
    appraisal_id: int
    hand: str


class RatingsRevealed(Value, kw_only=True):
    appraisal_id: int
    to_discuss: int


class SupervisorPartTaken(Value, kw_only=True):
    appraisal_id: int
    supervisor_id: int
    former_id: int | None


class StrandsAgreed(Value, kw_only=True):
    appraisal_id: int
    strands: tuple[str, ...]
    together: bool


class StrandNotAgreed(Value, kw_only=True):
    appraisal_id: int
    strand: str


class SectionLevelAgreed(Value, kw_only=True):
    appraisal_id: int
    section: str
    seq: int


class ObjectiveWritten(Value, kw_only=True):
    appraisal_id: int
    objective_id: int


class ObjectiveRemoved(Value, kw_only=True):
    appraisal_id: int
    objective_id: int


class ObjectiveClosed(Value, kw_only=True):
    appraisal_id: int
    objective_id: int
    ending: str


class ConversationFinished(Value, kw_only=True):
    appraisal_id: int
    not_agreed: int


class ConversationReopened(Value, kw_only=True):
    appraisal_id: int
    voided_signatures: int


class AppraisalSigned(Value, kw_only=True):
    appraisal_id: int
    hand: str
    content_hash: str


class AppraisalSealed(Value, kw_only=True):
    appraisal_id: int
    seal: str


class AppraisalReopened(Value, kw_only=True):
    appraisal_id: int
    revision_id: int


class AppraisalWithdrawn(Value, kw_only=True):
    appraisal_id: int


class VersionMoved(Value, kw_only=True):
    appraisal_id: int
    old_version: str
    new_version: str
    to_confirm: int


class RaterInvited(Value, kw_only=True):
    appraisal_id: int
    invitation_id: int
    rater_id: int


class InvitationRevoked(Value, kw_only=True):
    appraisal_id: int
    invitation_id: int


class SecondRatingAsked(Value, kw_only=True):
    appraisal_id: int
    moderation_id: int
    rater_id: int


class SecondRatingSaved(Value, kw_only=True):
    appraisal_id: int
    moderation_id: int
    strands: tuple[str, ...]


class SecondRatingSubmitted(Value, kw_only=True):
    appraisal_id: int
    moderation_id: int
    unrated: int


class SecondRatingEnded(Value, kw_only=True):
    appraisal_id: int
    moderation_id: int


class TargetSet(Value, kw_only=True):
    post_id: int
    section: str
