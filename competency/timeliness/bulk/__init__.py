"""Whole files of cases, judged with numpy and polars; for commands and jobs only."""
