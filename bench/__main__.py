"""Measure and print one line a figure; exit 1 when one is over its limit."""

import sys

from bench.data import to_oneself
from bench.figures import FIGURES


def main(prefix: str = "") -> int:
    """Measure the figures whose names begin with the prefix; return the exit code."""
    chosen = [f for f in FIGURES if any(name.startswith(prefix) for name in f.names)]
    if not chosen:
        known = ", ".join(name for figure in FIGURES for name in figure.names)
        print(f"No figure begins with {prefix!r}. There are: {known}", file=sys.stderr)
        return 2
    over = 0
    for figure in chosen:
        for found in figure.measure():
            if found.name.startswith(prefix):
                print(found.line, flush=True)
                over += found.is_over
    return 1 if over else 0


if __name__ == "__main__":
    with to_oneself():
        code = main(*sys.argv[1:2])
    sys.exit(code)
