//! How is a window opened, and what does a person do where none can be?

use std::any::Any;
use std::cell::Cell;
use std::panic;
use std::path::Path;
use std::rc::Rc;

/// Libraries that the window opens while the program runs, and the Debian package of each.
const NEEDED: [(&str, &str); 7] = [
    ("libX11.so.6", "libx11-6"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libXcursor.so.1", "libxcursor1"),
    ("libXi.so.6", "libxi6"),
    ("libXrender.so.1", "libxrender1"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libGL.so.1", "libgl1"),
];

/// Why no window could be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoWindow {
    /// What stood in the way, in one line.
    pub why: String,
    /// What would help: packages to install; only where there is a screen to show a window on.
    pub hint: Option<String>,
}

/// Whether there is a screen at all: without one, nothing needs installing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The environment names a display.
    Named,
    /// It names none.
    None,
}

/// Opens a window with what `create` makes, and returns once it is closed.
///
/// A missing display or library is an answer, not a panic. A panic after the window has opened is
/// our own and goes on as one, with its back trace.
pub fn open(
    title: &str,
    viewport: egui::ViewportBuilder,
    screen: Screen,
    create: eframe::AppCreator<'_>,
) -> Result<(), NoWindow> {
    let opened = Rc::new(Cell::new(false));
    let create: eframe::AppCreator<'_> = Box::new({
        let opened = Rc::clone(&opened);
        move |context| {
            drop(panic::take_hook());
            opened.set(true);
            super::theme::look(&context.egui_ctx);
            create(context)
        }
    });
    let options = eframe::NativeOptions {
        viewport: viewport.with_app_id("headroom"),
        // Noise against bands in gradients: there is no gradient, and it is paid by the pixel.
        dithering: false,
        ..Default::default()
    };
    panic::set_hook(Box::new(|_| {})); // winit panics where libxkbcommon-x11 is missing
    let run =
        panic::catch_unwind(panic::AssertUnwindSafe(|| eframe::run_native(title, options, create)));
    drop(panic::take_hook());
    let why = match run {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(eframe::Error::NoGlutinConfigs(..))) => "OpenGL was not found".to_owned(),
        Ok(Err(error)) => error.to_string(),
        Err(thrown) if opened.get() => panic::resume_unwind(thrown),
        Err(thrown) => said(thrown.as_ref()),
    };
    Err(NoWindow { why: last_part(&why), hint: hint(screen, &missing(&folders())) })
}

/// What a panic said.
fn said(thrown: &dyn Any) -> String {
    let text = thrown.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| thrown.downcast_ref::<&str>().copied()).unwrap_or("unknown reason").to_owned()
}

/// The last part of an error says it; before it stand places in winit's source.
fn last_part(error: &str) -> String {
    error.rsplit(": ").next().unwrap_or(error).trim_end_matches('.').to_owned()
}

fn hint(screen: Screen, missing: &[&str]) -> Option<String> {
    let useful = screen == Screen::Named && cfg!(target_os = "linux") && !missing.is_empty();
    useful.then(|| format!("install {}", missing.join(" ")))
}

fn folders() -> Vec<String> {
    let mut folders = vec![format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH)];
    folders
        .extend(["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"].map(String::from));
    folders
}

/// Packages of the needed libraries that stand in none of `folders`.
fn missing(folders: &[String]) -> Vec<&'static str> {
    let found = |file| folders.iter().any(|folder| Path::new(folder).join(file).exists());
    NEEDED.iter().filter(|(file, _)| !found(file)).map(|(_, package)| *package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_screen_nothing_needs_installing() {
        assert_eq!(hint(Screen::None, &["libxi6"]), None);
    }

    #[test]
    fn the_hint_names_what_is_missing() {
        let hint = hint(Screen::Named, &["libxi6", "libgl1"]);
        assert_eq!(hint.as_deref(), cfg!(target_os = "linux").then_some("install libxi6 libgl1"));
    }

    #[test]
    fn in_an_empty_folder_every_library_is_missing() {
        assert_eq!(missing(&[]).len(), NEEDED.len());
    }

    #[test]
    fn the_place_in_a_library_is_left_out() {
        let error = "winit EventLoopError: os error at winit/src/x.rs:12: no display is set.";
        assert_eq!(last_part(error), "no display is set");
    }

    #[test]
    fn a_panic_with_a_plain_text_is_told() {
        assert_eq!(said(&"no library"), "no library");
        assert_eq!(said(&String::from("no library")), "no library");
        assert_eq!(said(&12_u8), "unknown reason");
    }
}
