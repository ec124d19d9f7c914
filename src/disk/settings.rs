//! How does the person like the window: its colours, its size? A line each in the file `settings`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::Problem;

use super::{Over, save, settings_folder};

/// What the person chose; what they did not is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    file: Option<PathBuf>,
    colours: Option<Colours>,
    window: Option<(u16, u16)>,
    /// Lines that this version does not know; they are kept.
    others: Vec<String>,
}

/// Colours of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// As the system has them.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Colours {
    const ALL: [(Self, &'static str); 3] =
        [(Self::System, "system"), (Self::Light, "light"), (Self::Dark, "dark")];
}

impl Settings {
    /// Those of this person; none where there is no home folder.
    pub fn load() -> Self {
        settings_folder().map(|folder| Self::load_from(&folder)).unwrap_or_default()
    }

    /// Those kept in a folder, which need not exist yet. What cannot be read is as if not chosen.
    pub fn load_from(folder: &Path) -> Self {
        let file = folder.join("settings");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let mut settings = Self { file: Some(file), ..Self::default() };
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match line.split_once(':').map(|(name, value)| (name.trim(), value.trim())) {
                Some(("theme", value)) => {
                    let known = Colours::ALL.into_iter().find(|(_, name)| *name == value);
                    settings.colours = known.map(|(colours, _)| colours);
                }
                Some(("window", value)) => settings.window = size(value),
                _ => settings.others.push(line.to_owned()),
            }
        }
        settings
    }

    /// The colours chosen.
    pub fn colours(&self) -> Option<Colours> {
        self.colours
    }

    /// Width and height of the window when it was closed last, in points.
    pub fn window(&self) -> Option<(u16, u16)> {
        self.window
    }

    /// Keeps the colours chosen.
    pub fn choose_colours(&mut self, colours: Colours) -> Result<(), Problem> {
        self.colours = Some(colours);
        self.write()
    }

    /// Keeps the size of the window, in points; one that no window has is not kept.
    pub fn remember_window(&mut self, width: f32, height: f32) -> Result<(), Problem> {
        let Some(now) = size(&format!("{}x{}", width.round(), height.round())) else {
            return Ok(());
        };
        if self.window == Some(now) {
            return Ok(());
        }
        self.window = Some(now);
        self.write()
    }

    fn write(&self) -> Result<(), Problem> {
        let Some(file) = &self.file else { return Ok(()) };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| super::wrong::saving(file, &error))?;
        }
        let mut lines = self.others.clone();
        let name = |colours| Colours::ALL.into_iter().find(|(c, _)| *c == colours);
        lines.extend(self.colours.and_then(name).map(|(_, name)| format!("theme: {name}")));
        lines.extend(self.window.map(|(width, height)| format!("window: {width}x{height}")));
        let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        save(file, text.as_bytes(), Over::Anything).map(drop)
    }
}

/// Both sides from 400 to 10,000 points.
fn size(text: &str) -> Option<(u16, u16)> {
    let points = |text: &str| text.trim().parse().ok().filter(|n| (400..=10_000).contains(n));
    let (width, height) = text.split_once('x')?;
    Some((points(width)?, points(height)?))
}
