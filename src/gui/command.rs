//! Which commands are there? Menu, palette and shortcuts read this one list.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::kit::icon::{Icon, all};
use crate::formats::EXPORTERS;
use crate::session::examples::EXAMPLES;

/// Everything that can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Go to a screen.
    Go(Screen),
    /// Begin an empty scenario.
    New,
    /// Open a file.
    Open,
    /// Open one of [`EXAMPLES`], by its place.
    OpenExample(usize),
    /// Save where it was opened or saved last.
    Save,
    /// Save under another name.
    SaveAs,
    /// Write the chosen plan's request with one of [`EXPORTERS`], by its place.
    Export(usize),
    /// Read usage from another tool's output.
    ImportUsage,
    /// Read a provider's price list.
    AddPriceList,
    /// Ask OVH for its prices.
    AskOvh,
    /// Ask Hetzner for its prices.
    AskHetzner,
    /// Ask in which form to export.
    ExportAny,
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Add a plan.
    AddPlan,
    /// Let the scenario speak of today.
    Today,
    /// Read the file again as it is on disk.
    Reload,
    /// Find a command, screen, plan or figure.
    Palette,
    /// Colours as the system has them, light or dark.
    Theme(egui::ThemePreference),
    /// Every shortcut.
    Keys,
    /// What this program is.
    About,
    /// Close the window.
    Quit,
}

/// A screen. Their order is that of the navigation; keys go to each of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Screen {
    /// What is asked and by when, what is wrong, headroom, cost by month.
    #[default]
    Overview,
    /// How each resource goes, day by day, and how long it lasts.
    Capacity,
    /// Every plan and offer, and why not; what waiting costs.
    Plans,
    /// The page as it goes out.
    Request,
    /// What runs and what it needs.
    Services,
    /// What is paid for, and what can be bought.
    Contracts,
    /// What was measured, and how backups are kept.
    Usage,
    /// What can be bought, and at which price.
    Prices,
    /// Costs beside the servers, and the money that there is.
    Costs,
    /// What is to ask and to do, and figures that somebody wrote down.
    Notes,
    /// What holds for the whole scenario.
    Basics,
    /// What is wrong or unknown.
    Findings,
}

impl Screen {
    /// All of them, in order.
    pub const ALL: [Self; 12] = [
        Self::Overview,
        Self::Capacity,
        Self::Plans,
        Self::Request,
        Self::Services,
        Self::Usage,
        Self::Contracts,
        Self::Prices,
        Self::Costs,
        Self::Notes,
        Self::Basics,
        Self::Findings,
    ];

    /// Its name in the navigation, which is its title where it has no other.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Capacity => "Capacity",
            Self::Plans => "Plans",
            Self::Request => "Request",
            Self::Services => "Services",
            Self::Contracts => "Contracts",
            Self::Usage => "Usage, backups",
            Self::Prices => "Prices",
            Self::Costs => "Other costs",
            Self::Notes => "Notes",
            Self::Basics => "Basics",
            Self::Findings => "Findings",
        }
    }

    /// Its icon, which stands alone in a narrow window.
    pub fn icon(self) -> Icon {
        match self {
            Self::Overview => all::ICON_DASHBOARD,
            Self::Capacity => all::ICON_SHOW_CHART,
            Self::Plans => all::ICON_COMPARE_ARROWS,
            Self::Request => all::ICON_REQUEST_QUOTE,
            Self::Services => all::ICON_DNS,
            Self::Contracts => all::ICON_HANDSHAKE,
            Self::Usage => all::ICON_MONITORING,
            Self::Prices => all::ICON_SELL,
            Self::Costs => all::ICON_RECEIPT_LONG,
            Self::Notes => all::ICON_CHECKLIST,
            Self::Basics => all::ICON_TUNE,
            Self::Findings => all::ICON_FLAG,
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Overview => "What is asked and by when, what is wrong, headroom and cost",
            Self::Capacity => "How each resource goes day by day, and how long it lasts",
            Self::Plans => "Every plan and offer side by side, and what waiting costs",
            Self::Request => "The budget request as it goes out",
            Self::Services => "What runs, what is wanted and what retires",
            Self::Contracts => "What is paid for, and what can be bought",
            Self::Usage => "What was measured, how backups are kept, how full it may get",
            Self::Prices => "What can be bought, and at which price",
            Self::Costs => "Costs beside the servers, levels, exchange rates, funds and limits",
            Self::Notes => "Questions, tasks, and figures that somebody wrote down",
            Self::Basics => "Organisation, period, taxes, requirements, buffers and meetings",
            Self::Findings => "What is wrong or unknown, worst first",
        }
    }

    /// Whether a gap stands before it in the navigation: a group begins.
    pub fn begins_group(self) -> bool {
        matches!(self, Self::Services | Self::Contracts | Self::Notes)
    }

    fn key(self) -> Key {
        match self {
            Self::Overview => Key::Num1,
            Self::Capacity => Key::D,
            Self::Plans => Key::Num2,
            Self::Request => Key::Num3,
            Self::Services => Key::Num4,
            Self::Contracts => Key::Num5,
            Self::Findings => Key::Num6,
            Self::Basics => Key::Num7,
            Self::Prices => Key::Num8,
            Self::Costs => Key::Num9,
            Self::Usage => Key::U,
            Self::Notes => Key::T,
        }
    }
}

impl Command {
    /// Every command, in the order of the palette.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Screen::ALL.into_iter().map(Self::Go).collect();
        all.extend([Self::New, Self::Open]);
        all.extend((0..EXAMPLES.len() - 1).map(Self::OpenExample));
        all.extend([Self::Save, Self::SaveAs, Self::ImportUsage]);
        all.extend([Self::AddPriceList, Self::AskOvh, Self::AskHetzner, Self::ExportAny]);
        all.extend((0..EXPORTERS.len()).map(Self::Export));
        all.extend([Self::Undo, Self::Redo, Self::AddPlan, Self::Today, Self::Reload]);
        all.extend([Self::Palette]);
        all.extend(
            [
                egui::ThemePreference::System,
                egui::ThemePreference::Light,
                egui::ThemePreference::Dark,
            ]
            .map(Self::Theme),
        );
        all.extend([Self::Keys, Self::About, Self::Quit]);
        all
    }

    /// What it is called, in sentence case; `…` where more input follows.
    pub fn name(self) -> String {
        match self {
            Self::Go(screen) => screen.name().to_owned(),
            Self::New => "New".to_owned(),
            Self::Open => "Open…".to_owned(),
            Self::OpenExample(index) => {
                let what = EXAMPLES.get(index).map_or("Open example", |example| example.what);
                format!("Example: {what}")
            }
            Self::Save => "Save".to_owned(),
            Self::SaveAs => "Save as…".to_owned(),
            Self::Export(index) => {
                let name = EXPORTERS.get(index).map_or("", |exporter| exporter.name);
                format!("Export the request as {name}…")
            }
            Self::ImportUsage => "Import usage…".to_owned(),
            Self::AddPriceList => "Add a price list…".to_owned(),
            Self::AskOvh => "Ask OVH…".to_owned(),
            Self::AskHetzner => "Ask Hetzner…".to_owned(),
            Self::ExportAny => "Export…".to_owned(),
            Self::Undo => "Undo".to_owned(),
            Self::Redo => "Redo".to_owned(),
            Self::AddPlan => "Add a plan".to_owned(),
            Self::Today => "Set the day to today".to_owned(),
            Self::Reload => "Read the file again".to_owned(),
            Self::Palette => "Any command or figure…".to_owned(),
            Self::Theme(egui::ThemePreference::System) => "Colours of the system".to_owned(),
            Self::Theme(egui::ThemePreference::Light) => "Light colours".to_owned(),
            Self::Theme(egui::ThemePreference::Dark) => "Dark colours".to_owned(),
            Self::Keys => "Keyboard shortcuts".to_owned(),
            Self::About => "About Headroom".to_owned(),
            Self::Quit => "Close the window".to_owned(),
        }
    }

    /// What it does, in a line without full stop.
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::Go(screen) => screen.tooltip(),
            Self::New => "Begin an empty scenario",
            Self::Open => "Open a scenario file",
            Self::OpenExample(_) => "",
            Self::Save => "Save where it was opened or saved last",
            Self::SaveAs => "Save under another name",
            Self::Export(index) => EXPORTERS.get(index).map_or("", |exporter| exporter.what),
            Self::ImportUsage => {
                "Read what was measured from the output of free, df, Prometheus or others"
            }
            Self::AddPriceList => {
                "Read a provider's price list from a file, and keep it beside this one"
            }
            Self::AskOvh => "Ask OVH what it sells; shows first what is asked, and where",
            Self::AskHetzner => "Ask Hetzner for its auction; shows first what is asked, and where",
            Self::ExportAny => "Write the request to a file, in a form of your choice",
            Self::Undo => "Take the last step back",
            Self::Redo => "Do the step again that was taken back",
            Self::AddPlan => "Add a plan without moves",
            Self::Today => "Let the scenario speak of today",
            Self::Reload => "Read the file again as it is on disk",
            Self::Palette => "Find a command, screen, plan or figure",
            Self::Theme(_) => "Change the colours of the window",
            Self::Keys => "Every shortcut of the window",
            Self::About => "Version and licences",
            Self::Quit => "Close the window",
        }
    }

    /// The keys that ask for it.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let ctrl = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        let ctrl_shift =
            |key| Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key));
        match self {
            Self::Go(screen) => ctrl(screen.key()),
            Self::New => ctrl(Key::N),
            Self::Open => ctrl(Key::O),
            Self::Save => ctrl(Key::S),
            Self::SaveAs => ctrl_shift(Key::S),
            Self::ImportUsage => ctrl(Key::I),
            Self::ExportAny => ctrl(Key::E),
            Self::Undo => ctrl(Key::Z),
            Self::Redo => ctrl_shift(Key::Z),
            Self::Palette => ctrl(Key::K),
            Self::Quit => ctrl(Key::Q),
            _ => None,
        }
    }

    /// Whether it saves or leaves, so that a text being typed has to be taken first.
    pub fn needs_what_is_typed(self) -> bool {
        matches!(
            self,
            Self::Save | Self::SaveAs | Self::ExportAny | Self::New | Self::Open | Self::Quit
        )
    }

    /// Its icon, where it has one.
    pub fn icon(self) -> Option<Icon> {
        Some(match self {
            Self::Go(screen) => screen.icon(),
            Self::New => all::ICON_NOTE_ADD,
            Self::Open => all::ICON_FOLDER_OPEN,
            Self::Save | Self::SaveAs => all::ICON_SAVE,
            Self::ImportUsage => all::ICON_INPUT,
            Self::Export(_) | Self::ExportAny => all::ICON_IOS_SHARE,
            Self::Undo => all::ICON_UNDO,
            Self::Redo => all::ICON_REDO,
            Self::AddPlan => all::ICON_ADD,
            Self::Today => all::ICON_TODAY,
            Self::Palette => all::ICON_SEARCH,
            _ => return None,
        })
    }
}
