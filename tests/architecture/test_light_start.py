"""A web process starts with what a page needs; charts, print and migrations load where used."""

import subprocess
import sys

from tests.support.source import ROOT

HEAVY = {"alembic", "matplotlib", "numpy", "fpdf", "PIL", "polars", "mako", "xlsxwriter"}
START = """
import sys, tempfile
from pathlib import Path
from competency.config import Settings
from competency.factory import create_app
folder = Path(tempfile.mkdtemp())
app = create_app(
    Settings(
        database_url=f"sqlite:///{folder / 'x.sqlite'}", data_dir=folder, secret_key="k" * 40
    )
)
app.jinja_env
print(*sorted(set(sys.modules) & %r))
"""


def test_a_web_process_starts_without_the_heavy_libraries() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START % HEAVY], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stdout.strip() == ""
