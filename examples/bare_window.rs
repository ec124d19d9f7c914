//! The least egui window there is, to compare Headroom's start with: see benches/window.sh.

/// A label in a window.
struct Bare;

impl eframe::App for Bare {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        egui::CentralPanel::default().show(ui, |ui| ui.heading("A bare window"));
    }
}

fn main() -> eframe::Result {
    let viewport = egui::ViewportBuilder::default().with_inner_size([1280.0, 800.0]);
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    eframe::run_native("Bare", options, Box::new(|_| Ok(Box::new(Bare))))
}
