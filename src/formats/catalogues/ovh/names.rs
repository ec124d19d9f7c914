//! How is one name kept once, however often it stands there?

use std::sync::Arc;

use indexmap::IndexSet;

/// Names that were met.
#[derive(Debug, Default)]
pub(super) struct Names(IndexSet<Arc<str>>);

impl Names {
    /// The one copy of a name.
    pub(super) fn get(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}
