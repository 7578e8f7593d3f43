"""Whatever wording is laid over a framework, it can be undone without a trace."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from competency.frameworks.domain.wording import read_wording
from tests.builders.standards import framework

TEXTS = st.text(alphabet="abc ,\"'\n.éü", min_size=1, max_size=20).filter(lambda t: t.strip() == t)
PLACES = st.sampled_from([(s.code, d.level) for s in framework().strands for d in s.descriptors])


@settings(max_examples=25)
@given(st.dictionaries(PLACES, TEXTS, min_size=1, max_size=4))
def test_wording_written_as_csv_comes_back_and_undone_leaves_our_own_words(
    texts: dict[tuple[str, str], str],
) -> None:
    ours = framework()
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["code", "level", "text"])
    writer.writerows([code, level, text] for (code, level), text in texts.items())

    worded = read_wording(ours, file.getvalue().encode(), "w.csv").over(ours)
    undone = worded.with_texts(
        {(d.code.split("/")[0], d.level): d.text for s in ours.strands for d in s.descriptors}
    )

    for strand in ours.strands:
        for one in strand.descriptors:
            expected = texts.get((strand.code, one.level), one.text)
            assert worded.strand(strand.code).descriptor(one.level).text == expected
    assert undone == ours == framework()
    assert undone.export() == framework().export()
