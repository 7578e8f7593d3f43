"""Whoever is to review a case reads its record, without the name, until it is submitted."""

import pytest

from competency.cases.permissions import SEE_NAME
from competency.cases.service import listing, reading, recording
from competency.cases.service.loading import load
from competency.infra import slots
from competency.kernel.actor import Role
from competency.reviews.models import Review
from competency.reviews.service.loading import is_to_review
from tests.builders.cases import a_member
from tests.builders.review_sheets import a_pulled_case, done


@pytest.fixture
def peer(stage):
    slots.fill_reviewed_cases(is_to_review)
    return a_member(stage, "Pia Peer", None, Role.PEER_REVIEWER)


@pytest.fixture
def pulled(stage, peer):
    made = a_pulled_case(stage)
    with stage.database.aside() as session:
        session.get_one(Review, made.second).reviewer_id = peer.id
        session.flush()
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it
    return made


def test_a_reviewer_from_elsewhere_reads_the_case_and_nothing_else(stage, pulled, peer):
    case_id = pulled.made.id

    assert stage.outcome(peer, lambda w: reading.whole_case(w, case_id)) == "yes"
    assert stage.outcome(peer, lambda w: load(w, case_id, SEE_NAME)) == "404"
    note = lambda w: recording.happened(w, case_id, "noted", w.today, "A fact.")  # noqa: E731
    assert stage.outcome(peer, note) == "404"
    assert stage.ask(peer, lambda w: listing.find(w, "C-0001")) == []


def test_somebody_who_reviews_nothing_reads_nothing(stage, pulled):
    other = a_member(stage, "Paul Peer", None, Role.PEER_REVIEWER)

    assert stage.outcome(other, lambda w: reading.whole_case(w, pulled.made.id)) == "404"


def test_it_closes_again_when_the_review_is_submitted(stage, pulled, peer):
    done(stage, type(pulled)(pulled.made, pulled.first, pulled.second, peer), level="second")

    assert stage.outcome(peer, lambda w: reading.whole_case(w, pulled.made.id)) == "404"
