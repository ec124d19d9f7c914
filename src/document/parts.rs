//! How does the model take a part that was read anew? Fields by name; references by their paths.

use super::kept::{Part, Parts, share_list, share_map};
use super::references::References;
use crate::model::Scenario;

impl Parts for Scenario {
    const REFERENCES: References = References {
        rules: &[
            ("request.plan", "plans|=Do nothing"),
            ("request.level", "?levels.list.*.name"),
            ("lines.*.level", "levels.list.*.name"),
            ("percentages.*.level", "levels.list.*.name"),
            ("limits.*.level", "?levels.list.*.name"),
            ("levels.list.*.plan", "plans|=Do nothing"),
            ("offers.*.regions.*", "regions"),
            ("contracts.*.offer", "offers"),
            ("contracts.*.region", "regions"),
            ("services.*.on", "contracts|plans.*.*.as"),
            ("contracts.*.on", "contracts|plans.*.*.as"),
            ("services.*.components.*.of", "services.*.components.*.name"),
            ("usage.*.on", "contracts|plans.*.*.as"),
            ("events.*.host", "contracts|plans.*.*.as"),
            ("plans.*.*.offer", "offers"),
            ("plans.*.*.with", "offers"),
            ("plans.*.*.region", "regions"),
            // A move may name what another one ordered: by its `as`, or by the offer's key.
            ("plans.*.*.contract", "contracts|offers|plans.*.*.as"),
            ("plans.*.*:Start.on", "contracts|offers|plans.*.*.as"),
            ("plans.*.*:Order.on", "contracts|offers|plans.*.*.as"),
            ("plans.*.*:Reclaim.on", "contracts|services|offers|plans.*.*.as"),
            ("plans.*.*.service", "services"),
            ("plans.*.*.component", "services.*.components.*.name"),
            ("plans.*.*.line", "lines.*.what"),
            ("stated.*.plan", "plans|=Do nothing"),
            ("stated.*.level", "levels.list.*.name"),
            ("predictions.*.of", "usage"),
            ("questions.*.about", "@"),
            ("tasks.*.about", "@"),
        ],
    };

    fn replace(&mut self, part: &Part<'_>) -> bool {
        match part.field {
            "title" => part.into_field(&mut self.title),
            "organisation" => part.into_field(&mut self.organisation),
            "as_of" => part.into_field(&mut self.as_of),
            "currency" => part.into_field(&mut self.currency),
            "seed" => part.into_field(&mut self.seed),
            "request" => part.into_field(&mut self.request),
            "horizon" => part.into_field(&mut self.horizon),
            "taxes" => part.into_field(&mut self.taxes),
            "rounding" => part.into_field(&mut self.rounding),
            "rates" => part.into_field(&mut self.rates),
            "requires" => part.into_field(&mut self.requires),
            "buffers" => part.into_field(&mut self.buffers),
            "fill" => part.into_field(&mut self.fill),
            "regions" => part.into_map(&mut self.regions),
            "catalogues" => part.into_map(&mut self.catalogues),
            "offers" => part.into_map(&mut self.offers),
            "contracts" => part.into_map(&mut self.contracts),
            "services" => part.into_map(&mut self.services),
            "growth" => part.into_field(&mut self.growth),
            "usage" => part.into_map(&mut self.usage),
            "backups" => part.into_field(&mut self.backups),
            "events" => part.into_list(&mut self.events),
            "groups" => part.into_field(&mut self.groups),
            "lines" => part.into_list(&mut self.lines),
            "percentages" => part.into_list(&mut self.percentages),
            "per" => part.into_field(&mut self.per),
            "levels" => part.into_field(&mut self.levels),
            "accrual" => part.into_field(&mut self.accrual),
            "funds" => part.into_field(&mut self.funds),
            "limits" => part.into_field(&mut self.limits),
            "plans" => part.into_map(&mut self.plans),
            "stated" => part.into_list(&mut self.stated),
            "predictions" => part.into_list(&mut self.predictions),
            "questions" => part.into_list(&mut self.questions),
            "tasks" => part.into_list(&mut self.tasks),
            "meetings" => part.into_field(&mut self.meetings),
            _ => false,
        }
    }

    fn share(&mut self, old: &Self) {
        share_map(&mut self.regions, &old.regions);
        share_map(&mut self.catalogues, &old.catalogues);
        share_map(&mut self.offers, &old.offers);
        share_map(&mut self.contracts, &old.contracts);
        share_map(&mut self.services, &old.services);
        share_map(&mut self.usage, &old.usage);
        share_map(&mut self.plans, &old.plans);
        share_list(&mut self.events, &old.events);
        share_list(&mut self.lines, &old.lines);
        share_list(&mut self.percentages, &old.percentages);
        share_list(&mut self.stated, &old.stated);
        share_list(&mut self.predictions, &old.predictions);
        share_list(&mut self.questions, &old.questions);
        share_list(&mut self.tasks, &old.tasks);
    }
}
