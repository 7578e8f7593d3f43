"""The sample that a second person looks at: small, the same for everybody, chosen by nobody."""

from competency.coaching.domain.spot_checks import CheckKind, CheckRules, SpotCheckRules

TOGETHER, CONFIRMED = CheckKind.AGREED_TOGETHER, CheckKind.CONFIRMED
STRANDS = ["SUP-1a", "AUT-1a", "ETH-5a", "COM-1a"]


def rules(share: int = 20, most: int = 2, seed: str = "a") -> SpotCheckRules:
    return SpotCheckRules(
        seed, {kind: CheckRules(kind, "Title", "Words.", share, most, 3) for kind in CheckKind}
    )


def drawn(of: SpotCheckRules, kind: CheckKind = TOGETHER, records: int = 5_000) -> set[int]:
    return {number for number in range(1, records + 1) if of.is_sampled(kind, number)}


def test_about_so_many_records_are_sampled() -> None:
    assert abs(len(drawn(rules(20))) - 1_000) < 100
    assert abs(len(drawn(rules(5))) - 250) < 50
    assert len(drawn(rules(100))) == 5_000


def test_whoever_works_it_out_gets_the_same_and_another_seed_gives_another() -> None:
    assert drawn(rules()) == drawn(rules())
    assert drawn(rules(seed="b")) != drawn(rules())
    assert drawn(rules(), CONFIRMED) != drawn(rules(), TOGETHER)
    # a larger share holds the smaller one: what was in the sample stays in it
    assert drawn(rules(5)) < drawn(rules(20))


def test_of_a_record_only_so_many_places_whatever_their_order() -> None:
    whole = rules(share=100)

    places = whole.places(TOGETHER, 7, STRANDS)

    assert len(places) == 2
    assert set(places) < set(STRANDS)
    assert whole.places(TOGETHER, 7, reversed([*STRANDS, "AUT-1a"])) == places
    assert whole.places(TOGETHER, 7, ["SUP-1a"]) == ("SUP-1a",)
    assert whole.places(TOGETHER, 7, []) == ()
    assert len({rules(100).places(TOGETHER, n, STRANDS) for n in range(50)}) > 3


def test_a_record_outside_the_sample_has_no_places() -> None:
    whole = rules()
    outside = next(n for n in range(1, 100) if not whole.is_sampled(TOGETHER, n))

    assert whole.places(TOGETHER, outside, STRANDS) == ()
