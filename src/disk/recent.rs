//! What does the person's computer say: which files were open lately, where does the program keep
//! what it remembers, is there a screen?

use std::fs;
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs};

use crate::diag::Problem;

use super::{Over, full_path, save};

/// How many files are remembered.
const KEPT: usize = 12;

/// Files opened lately, the last one first.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    file: Option<PathBuf>,
    paths: Vec<PathBuf>,
}

impl Recent {
    /// Those of this person; an empty list where there is no home folder.
    pub fn load() -> Self {
        state_folder().map(|folder| Self::load_from(&folder)).unwrap_or_default()
    }

    /// Those remembered in a folder, which need not exist yet.
    pub fn load_from(folder: &Path) -> Self {
        let file = folder.join("recent");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let paths = text.lines().filter(|l| !l.is_empty()).take(KEPT).map(PathBuf::from).collect();
        Self { file: Some(file), paths }
    }

    /// Those that are still there, the last one first.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(AsRef::as_ref).filter(|p: &&Path| p.is_file())
    }

    /// Puts a file first and writes the list. Without a home folder it lasts as long as the
    /// program.
    pub fn remember(&mut self, path: &Path) -> Result<(), Problem> {
        let path = full_path(path);
        // One path a line: a name with a line break in it cannot be kept.
        if path.to_str().is_none_or(|text| text.contains(['\n', '\r'])) {
            return Ok(());
        }
        self.paths.retain(|p| *p != path);
        self.paths.insert(0, path);
        self.paths.truncate(KEPT);
        self.write()
    }

    /// Takes a file off the list.
    pub fn forget(&mut self, path: &Path) -> Result<(), Problem> {
        let path = full_path(path);
        self.paths.retain(|p| *p != path);
        self.write()
    }

    fn write(&self) -> Result<(), Problem> {
        let Some(file) = &self.file else { return Ok(()) };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| super::wrong::saving(file, &error))?;
        }
        let paths = self.paths.iter().filter_map(|p| p.to_str());
        let text: String = paths.flat_map(|path| [path, "\n"]).collect();
        save(file, text.as_bytes(), Over::Anything).map(drop)
    }
}

/// Where the program keeps what it may lose: recent files, copies of unsaved work. `None` without
/// a home folder.
pub fn state_folder() -> Option<PathBuf> {
    strategy().map(|s| s.state_dir().unwrap_or_else(|| s.data_dir()))
}

/// Where the person's settings are. `None` without a home folder.
pub fn settings_folder() -> Option<PathBuf> {
    strategy().map(|s| s.config_dir())
}

/// Whether the environment names a screen to open a window on.
pub fn names_a_screen() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn strategy() -> Option<impl AppStrategy> {
    etcetera::choose_app_strategy(AppStrategyArgs {
        top_level_domain: "org".to_owned(),
        author: "Headroom".to_owned(),
        app_name: "headroom".to_owned(),
    })
    .ok()
}
