//! Which colours, sizes and fonts does the window have? The only file that names a colour.

use std::sync::Arc;

use egui::epaint::text::FontPriority;
use egui::{Color32, CornerRadius, FontFamily, FontId, Stroke, TextStyle, Theme, Ui, vec2};

use crate::diag::Severity;

/// Size of the one number of a page.
pub const HUGE: f32 = 30.0;
/// Size of a page's title.
pub const TITLE: f32 = 22.0;
/// Size of what stands beside the one number: the day to decide by.
pub const SECOND: f32 = 20.0;
/// Size of the sentences whose values are changed in place.
pub const SENTENCE: f32 = 17.0;
/// Size of a card's title.
pub const CARD_TITLE: f32 = 16.0;
/// Size of ordinary text.
pub const BODY: f32 = 14.0;
/// Size of ordinary text in dense tables.
pub const DENSE: f32 = 13.5;
/// Size of table heads and second lines.
pub const SMALL: f32 = 12.5;
/// Size of labels at axes.
pub const AXIS: f32 = 11.5;

/// Height of a button, chip or field, in points.
pub const CONTROL: f32 = 28.0;
/// Height of a row of a table, in points.
pub const ROW: f32 = 33.0;
/// Height of a row of a dense table, in points.
pub const DENSE_ROW: f32 = 29.0;
/// Corner radius of a card.
pub const RADIUS: u8 = 8;
/// Corner radius of a control.
pub const CONTROL_RADIUS: u8 = 6;
/// Gap between two cards, in points.
pub const GAP: f32 = 14.0;
/// Width below which navigation shrinks to icons, plan chips to a menu, in points.
pub const NARROW: f32 = 1000.0;
/// No colour at all.
pub const CLEAR: Color32 = Color32::TRANSPARENT;

/// Every colour of one theme. Contrasts are those of WCAG 2: 4.5 for text, 3 for a mark on its
/// ground, 1.5 between neighbouring series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Ground of the window.
    pub background: Color32,
    /// Ground of cards, bars and tables.
    pub surface: Color32,
    /// Borders.
    pub line: Color32,
    /// Rules inside tables and plots.
    pub grid: Color32,
    /// Text.
    pub text: Color32,
    /// Text that may be passed over.
    pub dim: Color32,
    /// What can be acted on.
    pub accent: Color32,
    /// Ground of the chosen row, chip or page.
    pub soft: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// All is well; never without an icon or a word.
    pub ok: Color32,
    /// Money, a date or data is at risk; never without an icon or a word.
    pub warning: Color32,
    /// A figure is wrong or a plan cannot be; never without an icon or a word.
    pub error: Color32,
    /// Ground of a cell that cannot be read, and of the overrun's hatching.
    pub error_soft: Color32,
    /// What runs and is paid today; totals of a bridge; hatched: wanted but off.
    pub now: Color32,
    /// Text on `now`.
    pub on_now: Color32,
    /// The plan's server; rises of a bridge.
    pub new: Color32,
    /// Text on `new`.
    pub on_new: Color32,
    /// The backup tier.
    pub backup: Color32,
    /// Text on `backup`.
    pub on_backup: Color32,
    /// Services on the timeline; what always runs.
    pub service: Color32,
    /// Text on `service`.
    pub on_service: Color32,
    /// Hatching of an overlap: both servers paid.
    pub overlap: Color32,
    /// Ground under the hatching of an overlap.
    pub overlap_ground: Color32,
    /// Falls of a bridge; never a status.
    pub fall: Color32,
    /// Outline of a fall.
    pub fall_outline: Color32,
    /// Room left in a bar.
    pub free: Color32,
    /// Cautious band; range of declared growth.
    pub band: Color32,
}

#[expect(clippy::unreadable_literal, reason = "colours are read as RRGGBB")]
impl Palette {
    /// Colours of the light theme.
    pub const LIGHT: Self = Self {
        background: rgb(0xF6F6F3),
        surface: rgb(0xFFFFFF),
        line: rgb(0xDEDCD5),
        grid: rgb(0xE9E7E1),
        text: rgb(0x1D2126),
        dim: rgb(0x5A626C),
        accent: rgb(0x0F62AC),
        soft: rgb(0xE7F0F9),
        on_accent: rgb(0xFFFFFF),
        ok: rgb(0x1A7A48),
        warning: rgb(0x8A5A00),
        error: rgb(0xB3261E),
        error_soft: rgb(0xFBEAE8),
        now: rgb(0x8493A6),
        on_now: rgb(0x1D2126),
        new: rgb(0x0F62AC),
        on_new: rgb(0xFFFFFF),
        backup: rgb(0x2BA091),
        on_backup: rgb(0x1D2126),
        service: rgb(0xC9C3B4),
        on_service: rgb(0x1D2126),
        overlap: rgb(0xB8770A),
        overlap_ground: rgb(0xFBF1DE),
        fall: rgb(0xC4B0D9),
        fall_outline: rgb(0x7A5A9E),
        free: rgb(0xECEBE6),
        band: rgb(0xCFE1F3),
    };

    /// Colours of the dark theme.
    pub const DARK: Self = Self {
        background: rgb(0x15171A),
        surface: rgb(0x1D2024),
        line: rgb(0x33373D),
        grid: rgb(0x2A2D32),
        text: rgb(0xE7E9EC),
        dim: rgb(0xA0A8B2),
        accent: rgb(0x74B4F2),
        soft: rgb(0x1E3348),
        on_accent: rgb(0x15171A),
        ok: rgb(0x63CB93),
        warning: rgb(0xE2B05A),
        error: rgb(0xF28B82),
        error_soft: rgb(0x3A2422),
        now: rgb(0x5F6E82),
        on_now: rgb(0xFFFFFF),
        new: rgb(0x74B4F2),
        on_new: rgb(0x15171A),
        backup: rgb(0x2E8F83),
        on_backup: rgb(0x15171A),
        service: rgb(0x4A473D),
        on_service: rgb(0xE7E9EC),
        overlap: rgb(0xC99A45),
        overlap_ground: rgb(0x33291A),
        fall: rgb(0x9A7FC0),
        fall_outline: rgb(0x9A7FC0),
        free: rgb(0x2A2E33),
        band: rgb(0x243B53),
    };

    /// The palette of the theme that `ui` is drawn in.
    pub fn of(ui: &Ui) -> Self {
        if ui.visuals().dark_mode { Self::DARK } else { Self::LIGHT }
    }

    /// The text colour for a tone.
    pub fn tone(&self, tone: Tone) -> Color32 {
        match tone {
            Tone::Plain => self.text,
            Tone::Dim => self.dim,
            Tone::Accent => self.accent,
            Tone::Ok => self.ok,
            Tone::Warning => self.warning,
            Tone::Error => self.error,
        }
    }

    /// Ground of the request period in a plot: half of `soft`.
    pub fn period(&self) -> Color32 {
        self.surface.lerp_to_gamma(self.soft, 0.55)
    }
}

/// What a text's colour says; always said by an icon or a word as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// May be passed over.
    Dim,
    /// Can be acted on.
    Accent,
    /// All is well.
    Ok,
    /// At risk.
    Warning,
    /// Wrong or impossible.
    Error,
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Dim,
        }
    }
}

/// Gives `ctx` our fonts and both themes; which of the two is shown follows the system.
pub fn look(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    for (theme, palette) in [(Theme::Light, &Palette::LIGHT), (Theme::Dark, &Palette::DARK)] {
        ctx.style_mut_of(theme, |style| {
            sizes(style);
            colours(&mut style.visuals, palette);
        });
    }
}

/// Ubuntu Light; arrows and currency signs from Hack; icons from Material Symbols, last.
fn fonts() -> egui::FontDefinitions {
    let mut fonts = egui::FontDefinitions::default();
    let icons = egui_material_icons::font_insert();
    for family in icons.families {
        let names = fonts.families.entry(family.family).or_default();
        match family.priority {
            FontPriority::Highest => names.insert(0, icons.name.clone()),
            FontPriority::Lowest => names.push(icons.name.clone()),
        }
    }
    fonts.font_data.insert(icons.name, Arc::new(icons.data));
    fonts.families.entry(FontFamily::Proportional).or_default().push("Hack".to_owned());
    fonts
}

fn sizes(style: &mut egui::Style) {
    for (text, size) in [
        (TextStyle::Heading, TITLE),
        (TextStyle::Body, BODY),
        (TextStyle::Button, BODY),
        (TextStyle::Small, SMALL),
    ] {
        style.text_styles.insert(text, FontId::proportional(size));
    }
    style.text_styles.insert(TextStyle::Monospace, FontId::monospace(DENSE));
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 6.0);
    spacing.button_padding = vec2(12.0, 4.0);
    spacing.interact_size = vec2(CONTROL, CONTROL);
    spacing.menu_margin = egui::Margin::same(6);
    spacing.window_margin = egui::Margin::symmetric(16, 14);
    spacing.scroll.dormant_handle_opacity = 0.25;
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 10.0;
    style.interaction.selectable_labels = false;
}

fn colours(visuals: &mut egui::Visuals, palette: &Palette) {
    let radius = CornerRadius::same(CONTROL_RADIUS);
    let widgets = &mut visuals.widgets;
    for (widget, fill, border, text) in [
        (&mut widgets.noninteractive, palette.surface, palette.line, palette.text),
        (&mut widgets.inactive, palette.surface, palette.line, palette.text),
        (&mut widgets.hovered, palette.soft, palette.accent, palette.text),
        (&mut widgets.active, palette.soft, palette.accent, palette.accent),
        (&mut widgets.open, palette.soft, palette.accent, palette.accent),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, border);
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.dim);
    visuals.hyperlink_color = palette.accent;
    visuals.selection.bg_fill = palette.band;
    visuals.selection.stroke = Stroke::new(1.0, palette.accent);
    visuals.faint_bg_color = palette.background;
    visuals.extreme_bg_color = palette.surface;
    visuals.code_bg_color = palette.background;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.panel_fill = palette.background;
    visuals.window_fill = palette.surface;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS);
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.text);
    let shade = Color32::from_black_alpha(if visuals.dark_mode { 110 } else { 34 });
    visuals.popup_shadow = egui::Shadow { offset: [0, 4], blur: 14, spread: 0, color: shade };
    visuals.window_shadow = egui::Shadow { offset: [0, 8], blur: 26, spread: 0, color: shade };
}

/// A colour from `0xRRGGBB`.
const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two opaque colours by WCAG 2, 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let light = |c: Color32| {
            let part = |v: u8| {
                let v = f64::from(v) / 255.0;
                if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(c.r()) + 0.7152 * part(c.g()) + 0.0722 * part(c.b())
        };
        let (a, b) = (light(a), light(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[track_caller]
    fn reaches(wanted: f64, pairs: impl Fn(&Palette) -> Vec<(Color32, Color32)>) {
        for palette in [Palette::LIGHT, Palette::DARK] {
            for (front, ground) in pairs(&palette) {
                let got = contrast(front, ground);
                assert!(got >= wanted, "{front:?} on {ground:?} has {got:.2}, not {wanted}");
            }
        }
    }

    #[test]
    fn text_can_be_read_on_its_ground() {
        reaches(4.5, |p| {
            let on_surface = [p.text, p.dim, p.accent, p.ok, p.warning, p.error];
            let mut pairs: Vec<_> = on_surface.iter().map(|c| (*c, p.surface)).collect();
            pairs.extend([p.text, p.accent, p.ok, p.warning].map(|c| (c, p.soft)));
            pairs.extend([(p.dim, p.background), (p.error, p.error_soft)]);
            pairs.extend([(p.on_now, p.now), (p.on_new, p.new), (p.on_accent, p.accent)]);
            pairs.extend([(p.on_backup, p.backup), (p.on_service, p.service)]);
            pairs
        });
    }

    #[test]
    fn marks_stand_out_from_the_surface() {
        reaches(3.0, |p| {
            [p.now, p.new, p.backup, p.overlap, p.fall_outline].map(|c| (c, p.surface)).to_vec()
        });
    }

    #[test]
    fn neighbouring_series_can_be_told_apart() {
        // The drawings' table rounds to one digit: 1.5 there may be 1.45.
        reaches(1.45, |p| {
            vec![
                (p.now, p.new),
                (p.new, p.backup),
                (p.now, p.fall),
                (p.fall, p.new),
                (p.service, p.backup),
                (p.now, p.service),
            ]
        });
    }
}
