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
pub const EXAMPLES: [Example; 4] = [HYPHA, ANSWERED, CLUB, BLANK];

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
/// Nothing but a frame with comments that say how to fill it.
pub const BLANK: Example = Example {
    name: "blank.headroom.ron",
    what: "Your own, from a blank page",
    text: include_str!("../../scenarios/blank.headroom.ron"),
};
