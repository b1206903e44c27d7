"""The suites of `tests/run`, a module for each part of omniplug."""
