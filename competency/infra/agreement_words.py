"""How far two raters agree, in sentences: the same words wherever it is told."""

from competency.infra.formats import k_of_n, plural
from competency.kernel.agreement import RaterAgreement, TooFew

WHAT_KAPPA_IS = (
    "Weighted kappa is 1 where two raters always agree and 0 where they agree as often as chance "
    "alone would bring about. Of few ratings it says little, so look at its interval first. The "
    "interval takes each rating for itself; ratings of one person or one case hang together, so in "
    "truth it is wider."
)
WHAT_THE_WEIGHTS_DO = "A difference of one position counts less than one of several."


def agreement_words(
    found: RaterAgreement | TooFew,
    *,
    what: str,
    first: str,
    second: str,
    given: str = "position",
) -> list[str]:
    """Return what is known of the agreement of two raters, a sentence each.

    `what` is the thing that was rated and `given` what it was given, in the singular; `first`
    and `second` name the raters.
    """
    if isinstance(found, TooFew):
        there = f"There {'is' if found.n == 1 else 'are'} {plural(found.n, what)}"
        article = "an" if given.startswith("a") else "a"
        return [
            f"{there} with {article} {given} from both. Below {found.minimum} nothing is said of "
            "how far two raters agree: it would be chance."
        ]
    return [
        f"The same {given} was given on {k_of_n(found.same, found.n)} {what}s that both rated.",
        kappa_words(found, given),
        f"{first} gave the higher {given}, the more lenient one, on "
        f"{k_of_n(found.first_higher, found.n)}; {second} on "
        f"{k_of_n(found.second_higher, found.n)}.",
    ]


def kappa_words(found: RaterAgreement, given: str = "position") -> str:
    """Return kappa with its interval in one sentence, or why there is none."""
    kappa = found.kappa
    if kappa is None:
        return (
            f"Weighted kappa is not defined here: both only ever gave one and the same {given}, "
            "where chance alone would make them agree."
        )
    told = f"Weighted kappa is {number(kappa.value)}"
    if not kappa.has_width:
        return f"{told}. The ratings vary too little for an interval to say how sure that is."
    return f"{told}, its 95 % interval {number(kappa.low)} to {number(kappa.high)}."


def kappa_cell(found: RaterAgreement | TooFew) -> str:
    """Return kappa with its interval as a table's cell, or in a word why there is none."""
    if isinstance(found, TooFew):
        return f"too few (below {found.minimum})"
    if found.kappa is None:
        return "not defined"
    value = number(found.kappa.value)
    if not found.kappa.has_width:
        return f"{value} (no interval)"
    return f"{value} ({number(found.kappa.low)} to {number(found.kappa.high)})"


def number(value: float) -> str:
    """Return a kappa as it is printed: two decimals, a true minus sign."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\N{MINUS SIGN}")
