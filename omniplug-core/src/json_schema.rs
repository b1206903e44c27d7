//! JSON schemas: compiling them safely and saying what a value does wrong.
