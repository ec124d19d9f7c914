//! How does the window come onto the screen with a scenario in it?

use egui::ThemePreference;

use super::open::{Screen, open};
use super::{Options, Window, dialogs};
use crate::cli::{Theme, WindowSize};
use crate::diag::Problem;
use crate::disk::{Colours, Recent, Settings};
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
    let settings = Settings::load();
    let chosen = size.map(|size| (size.width, size.height)).or(settings.window());
    let size = chosen.map_or(USUAL, |(width, height)| (f32::from(width), f32::from(height)));
    let options = Options {
        theme: match (theme, settings.colours()) {
            (Some(Theme::Light), _) | (None, Some(Colours::Light)) => ThemePreference::Light,
            (Some(Theme::Dark), _) | (None, Some(Colours::Dark)) => ThemePreference::Dark,
            (Some(Theme::System), _) | (None, Some(Colours::System) | None) => {
                ThemePreference::System
            }
        },
        dialogs: Box::new(dialogs::System::default()),
        recent: recent.clone(),
        settings,
    };
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
