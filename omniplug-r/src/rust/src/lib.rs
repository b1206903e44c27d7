//! The native half of the R package omniplug: each function converts its arguments, calls the facade
//! [`omniplug_core::Omniplug`], and converts the answer. What users call is R code above it.
//!
//! Every function answers an R object. An error of the library is a list of the class `omniplug_failure`, which the
//! R code raises as a condition of its kind.

mod calls;
mod columns;
mod failure;
mod frames;
mod handle;
mod input;
mod options;
mod output;
mod records;
mod request;
mod scan;
mod text;
mod wait;

pub use calls::get_omniplug_metadata;
