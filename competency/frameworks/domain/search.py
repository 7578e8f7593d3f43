"""Finding the place in a framework where something is said."""

import re
import unicodedata
from collections.abc import Iterator

from competency.frameworks.domain.structure import CompetencyFramework
from competency.kernel.values import Value

WORD = re.compile(r"\w+")


class Hit(Value):
    """A title or descriptor that holds all the words, and where it stands.

    `kind` is section, criterion or descriptor; the codes below the kind are None.
    """

    kind: str
    code: str
    title: str
    text: str
    section_code: str
    section_title: str
    criterion_code: str | None = None
    strand_code: str | None = None
    level: str | None = None


def search(framework: CompetencyFramework, words: str) -> tuple[Hit, ...]:
    """Return what holds all the words, each at least as the beginning of a word of the text.

    Case and punctuation do not matter; a code is found like a word. Titles come before
    descriptors, then whole words before beginnings, then the framework's own order. No words
    find nothing.
    """
    wanted = _words(words)
    if not wanted:
        return ()
    found = []
    for order, hit in enumerate(_places(framework)):
        there = _words(f"{hit.code} {hit.text}")
        if all(any(word.startswith(want) for word in there) for want in wanted):
            whole = sum(want in there for want in wanted)
            found.append(((hit.kind == "descriptor", -whole, order), hit))
    return tuple(hit for _, hit in sorted(found, key=lambda one: one[0]))


def _places(framework: CompetencyFramework) -> Iterator[Hit]:
    for section in framework.sections:
        here = {"section_code": section.code, "section_title": section.title}
        yield Hit("section", section.code, section.title, section.title, **here)
        for criterion in section.criteria:
            title, code = criterion.title, criterion.code
            yield Hit("criterion", code, title, title, **here, criterion_code=code)
            for strand in criterion.strands:
                for one in strand.descriptors:
                    yield Hit(
                        "descriptor",
                        one.code,
                        title,
                        one.text,
                        **here,
                        criterion_code=code,
                        strand_code=strand.code,
                        level=one.level,
                    )


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
