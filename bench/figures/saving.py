"""Saving one rating, as the rating page's script does, against a bare insert with commit."""

from collections.abc import Callable, Iterator
from itertools import cycle

from bench.browsing import poster, sign_in
from bench.data import FEW, MANY
from bench.measuring import ROUNDS, Found, compare
from bench.stage import Stage, last_seq, open_appraisals, stage
from competency.frameworks import service as frameworks

LIMIT, GROWTH_LIMIT = 2.5, 1.2
APPRAISALS = 10  # saves go round them, so that none grows longer than a real one
COMMENT = "We looked at two recent cases together, and this is what they show."


def save() -> Iterator[Found]:
    """Measure one save, sign-in, token, rules and trail included."""
    here = stage(FEW)
    times = compare(_floor(here), _product(here), rounds=2 * ROUNDS)  # a commit is easily disturbed
    what = f"one rating saved, trail included, to a bare insert and commit: {times.words}"
    yield Found("rating_save", times.ratio, LIMIT, what)


def growth() -> Iterator[Found]:
    """Measure the same save among 3,000 people and among 60."""
    times = compare(_product(stage(FEW)), _product(stage(MANY)))
    what = f"one rating saved among {MANY:,} people to among {FEW}: {times.words}"
    yield Found("rating_save_growth", times.ratio, GROWTH_LIMIT, what)


def _product(here: Stage) -> Callable[[], object]:
    strands = [strand.code for strand in frameworks.get_framework().strands]
    sends = []
    for appraisal in open_appraisals(here, APPRAISALS):
        cookie, token = sign_in(here.product, appraisal.person_id)
        post = poster(here.product, f"/appraisals/{appraisal.id}/ratings", cookie)
        sends.append((post, token, last_seq(here, appraisal)))
    turns = cycle((strand, send) for strand in strands for send in sends)

    def call() -> object:
        strand, (post, token, seqs) = next(turns)
        seq = seqs.get(strand, 0)
        fields = {
            "csrf_token": token,
            "strand": strand,
            f"{strand}-position": seq % 7,
            f"{strand}-seq": seq,
            f"{strand}-comment": f"{COMMENT} {seq}",
        }
        answer = post(fields)
        seqs[strand] = seq + 1
        return answer

    return call


def _floor(here: Stage) -> Callable[[], object]:
    strands = [strand.code for strand in frameworks.get_framework().strands]
    appraisals = open_appraisals(here, APPRAISALS)
    post = poster(here.floor, "/ratings")
    turns = cycle((strand, appraisal) for strand in strands for appraisal in appraisals)
    seqs = {appraisal.id: last_seq(here, appraisal) for appraisal in appraisals}

    def call() -> object:
        strand, appraisal = next(turns)
        seq = seqs[appraisal.id].get(strand, 0)
        seqs[appraisal.id][strand] = seq + 1
        fields = {
            "appraisal_id": appraisal.id,
            "rater_id": appraisal.person_id,
            "strand": strand,
            "seq": seq,
            "position": seq % 7,
            "comment": f"{COMMENT} {seq}",
        }
        return post(fields)

    return call
