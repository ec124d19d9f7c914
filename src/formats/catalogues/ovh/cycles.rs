//! Is an add-on chosen with itself?

use std::borrow::Cow;

use super::Reading;
use super::loose::Given;
use super::served::{List, Plan};

impl Reading<'_> {
    /// Reports add-ons that would be chosen with themselves.
    pub(super) fn cycles(&mut self, list: &List<Plan<'_>>) {
        let of = |plan: &Plan<'_>| -> Vec<u32> {
            let families = plan.families.list().iter().filter_map(Given::get);
            let named = families.flat_map(|family| family.addons.list()).filter_map(Given::get);
            named.filter_map(|name| self.known.get(&**name).copied()).collect()
        };
        let mut leads: Vec<Vec<u32>> = vec![Vec::new(); self.known.len()];
        let mut codes: Vec<Option<&Cow<'_, str>>> = vec![None; self.known.len()];
        for addon in list.elements().iter().filter_map(Given::get) {
            let Some(code) = addon.code.get() else { continue };
            let index = self.known.get(&**code).copied().unwrap_or_default() as usize;
            let slot = (leads.get_mut(index), codes.get_mut(index));
            if let (Some(lead), Some(known @ None)) = slot {
                (*lead, *known) = (of(addon), Some(code));
            }
        }
        // What leads nowhere, or only to what leads nowhere, is taken away; what is left leads in a circle, or to one.
        let mut waits = leads.iter().map(Vec::len).collect::<Vec<_>>();
        let mut from: Vec<Vec<usize>> = vec![Vec::new(); leads.len()];
        for (at, lead) in leads.iter().enumerate() {
            lead.iter()
                .filter_map(|to| from.get_mut(*to as usize).map(|f| f.push(at)))
                .for_each(drop);
        }
        let mut ended =
            (0..waits.len()).filter(|at| waits.get(*at) == Some(&0)).collect::<Vec<_>>();
        while let Some(at) = ended.pop() {
            for before in from.get(at).into_iter().flatten() {
                if let Some(left) = waits.get_mut(*before) {
                    *left -= 1;
                    if *left == 0 {
                        ended.push(*before);
                    }
                }
            }
        }
        let circling = waits.iter().zip(&codes).filter(|(left, _)| **left > 0);
        for code in circling.filter_map(|(_, code)| *code) {
            let sentence = || {
                format!(
                    "add-on `{code}` leads back to itself by its families: they are not followed"
                )
            };
            self.notes.at("cycle", code, sentence);
        }
    }
}
