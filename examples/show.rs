use headroom::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&a[1]).unwrap();
    let r = document::read::<model::Scenario>(&text, "x", document::References::default());
    let s = r.value.unwrap_or_else(|| panic!("{:?}", r.problems));
    let o = engine::project(&s, None);
    let f = checks::check(&s, &o);
    let why = a.get(4).map(String::as_str);
    for q in report::REPORTS {
        if a[3] != "all" && a[3] != q.name { continue; }
        let ask = report::Ask { scenario: &s, outlook: &o, findings: &f, plan: &a[2], second: None, path: why };
        let rep = (q.make)(&ask);
        let fmt = std::env::var("FMT").unwrap_or("text".to_owned());
        println!("#### {}\n{}", q.name, String::from_utf8((formats::exporter(&fmt).unwrap().write)(&[rep])).unwrap());
    }
}
