//! How does the window come onto the screen with a scenario in it?

use egui::ThemePreference;

use super::open::{Screen, open};
use super::{Options, Window, dialogs};
use crate::cli::{Theme, WindowSize};
use crate::diag::Problem;
use crate::disk::Recent;
use crate::session::Session;

/// Size of the window where nobody says one, in points.
const USUAL: (f32, f32) = (1280.0, 800.0);
/// The least it can be made, in points.
const LEAST: (f32, f32) = (640.0, 440.0);

/// Opens the window on a session and comes back when it is closed; a problem where there can be none.
pub fn start(
    session: Session,
    recent: &Recent,
    theme: Option<Theme>,
    size: Option<WindowSize>,
    screen: Screen,
) -> Result<(), Problem> {
    let options = Options {
        theme: match theme {
            Some(Theme::Light) => ThemePreference::Light,
            Some(Theme::Dark) => ThemePreference::Dark,
            Some(Theme::System) | None => ThemePreference::System,
        },
        dialogs: Box::new(dialogs::System::default()),
        recent: recent.clone(),
    };
    let size = size.map_or(USUAL, |size| (f32::from(size.width), f32::from(size.height)));
    let viewport =
        egui::ViewportBuilder::default().with_inner_size(size).with_min_inner_size(LEAST);
    let create: eframe::AppCreator<'_> =
        Box::new(move |cc| Ok(Box::new(Window::new(&cc.egui_ctx, session, options))));
    open("Headroom", viewport, screen, create).map_err(|none| {
        let problem = Problem::error("no-window", format!("no window: {}", none.why));
        match none.hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        }
    })
}
