"""What follows from what: the one table of reactions to events. Audit always follows."""

from collections.abc import Callable
from typing import Any

from competency.accreditation import events as accreditation
from competency.accreditation.service import forgetting as frozen_counts
from competency.accreditation.service import telling as self_studies
from competency.assessments import events as appraisal
from competency.assessments.service import telling as appraisals
from competency.assessments.service import telling_second as second_ratings
from competency.audit import service as audit
from competency.cases import events as case
from competency.cases.service import telling as cases
from competency.coaching import events as coaching
from competency.coaching.service import telling as supervision
from competency.coaching.service import telling_checks as spot_checks
from competency.evidence import events as entry
from competency.evidence.service import telling as evidence
from competency.infra.work import Work
from competency.people import events as person
from competency.reviews import events as review
from competency.reviews.service import forgetting
from competency.reviews.service import posts as reviewers
from competency.reviews.service import telling as reviews
from competency.reviews.service import telling_after as after_reviews

Reaction = Callable[[Work, Any], None]

REACTIONS: dict[type, tuple[Reaction, ...]] = {
    accreditation.ItemPlanned: (self_studies.tell_planned,),
    accreditation.PanelCommented: (self_studies.tell_commented,),
    accreditation.PanelMemberNamed: (self_studies.tell_named,),
    accreditation.SelfStudySubmitted: (self_studies.tell_submitted,),
    appraisal.RatingSubmitted: (appraisals.tell_submitted,),
    appraisal.RatingsRevealed: (appraisals.tell_revealed, second_ratings.tell_revealed),
    appraisal.ConversationFinished: (appraisals.tell_agreed,),
    appraisal.AppraisalSigned: (appraisals.tell_signed,),
    appraisal.AppraisalSealed: (appraisals.tell_sealed,),
    appraisal.SecondRatingAsked: (second_ratings.tell_asked,),
    appraisal.SecondRatingSubmitted: (second_ratings.tell_submitted,),
    appraisal.SecondRatingEnded: (second_ratings.tell_ended,),
    case.KeyWorkerChosen: (cases.tell_key_worker, reviewers.follow_key_worker),
    case.CaseloadHandedOver: (cases.tell_caseload,),
    case.RiskAssessed: (cases.tell_to_sign_off,),
    case.RiskDecided: (cases.tell_decided,),
    case.ConcernEscalated: (cases.tell_concern,),
    coaching.SupervisionAgreed: (supervision.tell_agreed,),
    coaching.SessionPlanned: (supervision.tell_planned,),
    coaching.SessionMoved: (supervision.tell_moved,),
    coaching.SessionCalledOff: (supervision.tell_called_off,),
    coaching.SessionHandedOver: (supervision.tell_handed_over,),
    coaching.SessionSigned: (supervision.tell_signed,),
    coaching.SessionSealed: (supervision.tell_sealed,),
    coaching.SessionAddedTo: (supervision.tell_added_to,),
    case.CasesDisposed: (forgetting.follow_disposal, frozen_counts.follow_disposal),
    coaching.SpotChecked: (spot_checks.tell_checked,),
    entry.EntryShared: (evidence.tell_shared,),
    entry.EntryVerified: (evidence.tell_verified,),
    entry.EntryReturned: (evidence.tell_returned,),
    person.PersonChanged: (reviewers.follow_mover,),
    person.PersonLeaves: (reviewers.follow_leaver, self_studies.tell_leaver),
    review.SubstitutionAsked: (reviews.tell_asked,),
    review.SubstitutionDecided: (reviews.tell_decided,),
    review.ReviewerChosen: (reviews.tell_reviewer,),
    review.ReviewUnassigned: (reviews.tell_unassigned,),
    review.ReviewSubmitted: (after_reviews.tell_submitted,),
    review.FormDiscussed: (after_reviews.tell_discussed,),
    review.FormAcknowledged: (after_reviews.tell_acknowledged,),
    review.CorrectionChanged: (after_reviews.tell_correction,),
    review.SupervisorCoached: (after_reviews.tell_coached,),
}


def settle(work: Work, audit_key: bytes) -> None:
    """Run what follows from the work's events, keep each in the trail, and commit."""
    for happened in work.events:  # a reaction may record further events, which follow in turn
        for reaction in REACTIONS.get(type(happened), ()):
            reaction(work, happened)
    for happened in work.events:
        audit.keep(work, happened, audit_key)
    work.session.commit()
