//! What a run found, kept as data (`model`) and shown three ways: text for the terminal (`table`), Markdown for the
//! README (`markdown`), and one page with charts (`html`, `svg`).

pub mod html;
pub mod markdown;
pub mod model;
pub mod readme;
pub mod summary;
pub mod svg;
pub mod table;
