//! Which scenarios come with the program?

/// A scenario that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Its file's name under scenarios/.
    pub name: &'static str,
    /// What it shows, for menus: sentence case, no full stop.
    pub what: &'static str,
    /// The whole file.
    pub text: &'static str,
}

/// All of them; the first is opened where nothing else is, the last is what a new one starts from.
pub const EXAMPLES: [Example; 7] = [HYPHA, ANSWERED, CLUB, LEVELS, NODE, DISKS, BLANK];

/// A co-operative's real minutes of April 2021, the mistakes in them.
pub const HYPHA: Example = Example {
    name: "hypha-2021-04.headroom.ron",
    what: "A co-op's budget request, as it was written down",
    text: include_str!("../../scenarios/hypha-2021-04.headroom.ron"),
};
/// The same with every question answered and every mistake fixed.
pub const ANSWERED: Example = Example {
    name: "hypha-2021-04-answered.headroom.ron",
    what: "The same, every question answered",
    text: include_str!("../../scenarios/hypha-2021-04-answered.headroom.ron"),
};
/// Two small servers.
pub const CLUB: Example = Example {
    name: "club-two-servers.headroom.ron",
    what: "A club's two small servers",
    text: include_str!("../../scenarios/club-two-servers.headroom.ron"),
};
/// A budget in three levels, with groups, percentages and tax on rounded lines.
pub const LEVELS: Example = Example {
    name: "foundation-levels-2022.headroom.ron",
    what: "A foundation's half year in three levels",
    text: include_str!("../../scenarios/foundation-levels-2022.headroom.ron"),
};
/// Two offers, one before and one after tax, and disks in RAID.
pub const NODE: Example = Example {
    name: "storage-node-2024.headroom.ron",
    what: "A storage node: prices of two tax bases",
    text: include_str!("../../scenarios/storage-node-2024.headroom.ron"),
};
/// Disks that are to be filled to a target.
pub const DISKS: Example = Example {
    name: "disks-to-a-target-2019.headroom.ron",
    what: "Six databases' disks, to be filled to 65 %",
    text: include_str!("../../scenarios/disks-to-a-target-2019.headroom.ron"),
};
/// Nothing but a frame with comments that say how to fill it.
pub const BLANK: Example = Example {
    name: "blank.headroom.ron",
    what: "Your own, from a blank page",
    text: include_str!("../../scenarios/blank.headroom.ron"),
};
