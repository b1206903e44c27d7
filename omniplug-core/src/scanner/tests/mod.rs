//! The scanner over folders made for it.

mod audit;
mod examples;
mod files;
mod judging;
mod reports;
mod robust;
mod tree;
