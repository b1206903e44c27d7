//! The scanner over folders made for it.

mod audit;
mod examples;
mod fetched;
mod files;
mod judging;
mod reports;
mod robust;
mod tree;
