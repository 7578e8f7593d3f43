"""Whatever a learning system's file and its corrections say, no row gets lost."""

from hypothesis import given
from hypothesis import strategies as st

from competency.training.domain.columns import Field, match
from competency.training.domain.mending import Mend, Mending
from competency.training.domain.reading import read
from tests.domain.training.test_reading_a_file import HEAD, KNOWN, TODAY

CELLS = st.sampled_from(
    ["", "S1", "S2", "S9", "GDPR", "DBS", "Juggling", "25/03/2026", "03/25/2026", "01/02/2026",
     "2026-03-01", "2030-01-01", "soon", "ann@example.org", "ben@example.org", "9" * 90]
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=12)
MENDS = st.dictionaries(
    st.integers(2, 14),
    st.dictionaries(st.sampled_from(Field), st.builds(Mend, CELLS, CELLS), min_size=1, max_size=3),
    max_size=5,
)


@given(ROWS, MENDS, st.frozensets(st.integers(2, 14), max_size=4))
def test_every_row_is_good_known_left_out_or_told_with_all_that_is_wrong(rows, cells, left_out):
    columns = match(HEAD.strip().split(","))

    found = read(rows, columns, KNOWN, TODAY, mending=Mending(cells, left_out))

    said = sum(any(row) for row in rows)
    assert found.rows == said
    assert len(found.good) + found.repeated + found.left_out + found.faulty == said
    assert len(found.first_faulty) == found.faulty
    assert all(one.faults for one in found.first_faulty)
    assert [one.row for one in found.first_faulty] == sorted({o.row for o in found.first_faulty})
