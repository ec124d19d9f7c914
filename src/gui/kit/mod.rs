//! The building blocks of every screen: plain data in, answers out. Nothing here knows the model.

pub mod icon;
pub mod text;

pub mod bar;
pub mod bridge;
pub mod button;
pub mod card;
pub mod chart;
pub mod chip;
pub mod cost_strip;
pub mod curve;
pub mod days_plot;
pub mod field;
pub mod finding_row;
pub mod hatch;
pub mod in_place;
pub mod link;
pub mod long_table;
pub mod modal;
pub mod nav;
pub mod palette_list;
pub mod scatter;
pub mod sheet;
pub mod sparkline;
pub mod table;
pub mod toast;
pub mod why;

/// What is wrong with a typed text, and a hint where one can be given.
pub type Refusal = (String, Option<String>);

/// Says whether a typed text can be taken.
pub type Validate<'a> = &'a dyn Fn(&str) -> Result<(), Refusal>;
