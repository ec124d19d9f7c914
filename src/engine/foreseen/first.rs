//! Which of several measured resources runs out first, in how many futures?

use std::sync::Arc;

use crate::engine::forecast::{Outs, RunOut, first_out};
use crate::engine::outlook::PlanOutlook;
use crate::model::Resource;

/// What runs out first under a plan, of what was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstShort {
    /// When the first of them does, whichever it is.
    pub run_out: RunOut,
    /// Key of the host, resource, and in how many of the thousand futures it is the first.
    pub of: Vec<(Arc<str>, Resource, usize)>,
    /// Place of the one that is most often first; `None` where none ever runs out.
    pub binding: Option<usize>,
}

/// Which of the measured resources of all hosts is the first to be short, future by future: the draws of one number
/// belong together, so that bad months coincide. `None` with fewer than two of them.
pub fn first_short(plan: &PlanOutlook) -> Option<FirstShort> {
    let hosts = plan.hosts.iter().flat_map(|host| host.resources.iter().map(move |of| (host, of)));
    let (mut all, mut outs) = (Vec::new(), Vec::new());
    for (host, of) in hosts {
        let Some(foreseen) = &*of.foreseen else { continue };
        all.push((Arc::clone(&host.key), of.resource.clone()));
        outs.push(foreseen.outs_beside(&of.beside).unwrap_or_else(Outs::never));
    }
    if all.len() < 2 {
        return None;
    }
    let first = first_out(&outs);
    let of = all.into_iter().zip(first.first).map(|((host, of), count)| (host, of, count));
    Some(FirstShort { run_out: first.run_out, of: of.collect(), binding: first.binding })
}
