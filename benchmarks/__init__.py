"""Measurements, ratios within one run: `python -m benchmarks.NAME`. Never part of the tests."""
