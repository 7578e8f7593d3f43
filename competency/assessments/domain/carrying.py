"""What of the last cycle, or of an earlier version of the framework, may be carried."""

from collections.abc import Collection, Mapping

from competency.assessments.domain.marks import Answer, Mark


def carried(agreed: Mapping[str, Mark], strands: Collection[str]) -> dict[str, Mark]:
    """Return last time's agreed answers, to be shown as "carried, not confirmed".

    Strands that the framework no longer has are left out; comments are not carried.
    """
    return {
        strand: mark._replace(comment="", seq=0)
        for strand, mark in agreed.items()
        if strand in strands and mark.is_closed
    }


def to_confirm_again(
    marks: Mapping[str, tuple[Mark, str]], version: str, changed: Collection[str]
) -> dict[str, Mark]:
    """Return the marks given under another version on strands whose wording has changed.

    `marks` maps a strand to its mark and the version it was given under; `changed` are the
    strands that differ between that version and the pinned one. Such a mark does not count
    until it is given again (product page, row 1: re-confirmation of only what changed).
    """
    return {
        strand: mark
        for strand, (mark, given_under) in marks.items()
        if mark.answer is not Answer.UNRATED and given_under != version and strand in changed
    }
