//! Suites that certify an omniplug implementation.
