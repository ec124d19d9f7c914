//! What an item of Zabbix measured: hourly trends or single values, whose unit only a person knows.

use std::io::Read;

use super::book::{Book, Key};
use super::json::{self, instant};
use super::{Head, Import, Importer, Told};
use crate::diag::Problem;
use crate::model::Resource;

pub(super) const ZABBIX: Importer = Importer {
    name: "zabbix",
    what: "what items of Zabbix measured, by trend.get and history.get",
    command: "curl -H 'Content-Type: application/json-rpc' -d '{\"jsonrpc\":\"2.0\",\"method\":\"trend.get\",…}' https://HOST/api_jsonrpc.php",
    recognises,
    read,
};

fn recognises(head: &Head<'_>) -> bool {
    let has_rows = head.has_names(&["itemid", "clock"]);
    let is_answer = head.has_name("jsonrpc") && (head.has_name("result") || head.has_name("error"));
    head.is_json() && (has_rows || is_answer)
}

fn is_kept(name: &str) -> bool {
    const KEPT: [&str; 11] = [
        "result",
        "error",
        "message",
        "data",
        "itemid",
        "clock",
        "value",
        "value_max",
        "value_avg",
        "value_min",
        "method",
    ];
    KEPT.contains(&name)
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let documents = json::documents(input, told, is_kept)?;
    for document in &documents {
        if let Some(error) = document.get("error") {
            let words = ["message", "data"].map(|name| error.text_of(name).unwrap_or_default());
            let words = words.join(" ");
            return Err(Problem::error(
                "answer-is-error",
                format!("Zabbix answered with an error: {}", words.trim()),
            ));
        }
        if document.get("method").is_some() {
            return Err(Problem::error("no-usage", "this is a question to Zabbix, not its answer"));
        }
    }
    let Some(resource) = &told.resource else {
        return Err(Problem::error("resource-needed", "Zabbix does not say what an item measures")
            .hint("say it: `--resource ram`, `--resource storage` or `--resource backup`"));
    };
    let unit = match (resource, told.unit) {
        (Resource::Cpu | Resource::Count(_), _) => 1.0,
        (_, Some(unit)) => unit.bytes() as f64,
        (_, None) => {
            return Err(Problem::error("unit-needed", "Zabbix does not say an item's unit here")
                .hint("say it, as the item's settings have it: `--unit B`, `--unit GiB`"));
        }
    };
    let mut import = Import::by(ZABBIX.name);
    let mut book = Book::default();
    for document in &documents {
        for row in document.inside("result").rows() {
            let Some(item) = row.label_of("itemid") else {
                import.leave_out("rows without an item", 1, None);
                continue;
            };
            let is_trend = row.get("value_max").is_some();
            let value = row.number_of("value_max").or_else(|| row.number_of("value"));
            if is_trend {
                import.note("of each hour its highest value counts");
            }
            let when = row.number_of("clock").and_then(|clock| instant(clock, told));
            let key = Key::of(None, resource.clone()).part(format!("item {item}"));
            book.take(key, when, value.map(|value| value * unit), None);
        }
    }
    book.finish(&mut import, told);
    if import.series.iter().any(|series| series.host.is_none()) {
        import.note("Zabbix does not name the host here");
    }
    Ok(import)
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;
    use crate::units::{Day, SizeUnit};

    fn read(
        text: &str,
        resource: Option<Resource>,
        unit: Option<SizeUnit>,
    ) -> Result<Import, Problem> {
        let mut told = Told::new(Day::parse("2026-01-04").unwrap(), "made.json");
        (told.resource, told.unit) = (resource, unit);
        import(&mut text.as_bytes(), None, &told)
    }

    // 1767222000 is 2025-12-31 23:00 UTC, 1767225600 the hour after, in the new year.
    const TRENDS: &str = r#"{"jsonrpc":"2.0","result":[
        {"itemid":"7","clock":"1767222000","num":"60","value_min":"1","value_avg":"2","value_max":"3"},
        {"itemid":"7","clock":"1767225600","num":"60","value_min":"4","value_avg":"5","value_max":"9"},
        {"itemid":"7","clock":"1767229200","num":"60","value_min":"4","value_avg":"5","value_max":"6"},
        {"itemid":"8","clock":"1767229200","num":"60","value_min":"0","value_avg":"0","value_max":"1"}],"id":1}"#;

    #[test]
    fn a_days_highest_is_the_highest_of_its_hours() {
        let import = read(TRENDS, Some(Resource::Ram), Some(SizeUnit::Gib)).unwrap();
        let parts: Vec<_> = import.series.iter().map(|s| s.part.clone().unwrap()).collect();
        assert_eq!(parts, ["item 7", "item 8"]);
        let gib = 1_073_741_824.0;
        let days: Vec<_> = import.series[0].days.counted(&Resource::Ram).collect();
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(days, [(day("2025-12-31"), 3.0 * gib), (day("2026-01-01"), 9.0 * gib)]);
    }

    #[test]
    fn single_values_are_read_as_well() {
        let text = "[{\"itemid\":\"7\",\"clock\":\"1767229200\",\"value\":\"12\",\"ns\":\"1\"}]";
        let import = read(text, Some(Resource::Storage), Some(SizeUnit::B)).unwrap();
        assert_eq!(import.series[0].days.iter().next().unwrap().1.last, 12.0);
    }

    #[test]
    fn resource_and_unit_are_asked_for() {
        assert_eq!(read(TRENDS, None, None).unwrap_err().code, "resource-needed");
        assert_eq!(read(TRENDS, Some(Resource::Ram), None).unwrap_err().code, "unit-needed");
        assert!(read(TRENDS, Some(Resource::Count("users".into())), None).is_ok());
    }

    #[test]
    fn an_error_is_told_in_its_words() {
        let text = r#"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params.","data":"No such item."},"id":1}"#;
        let problem = read(text, None, None).unwrap_err();
        assert_eq!(problem.message, "Zabbix answered with an error: Invalid params. No such item.");
    }
}
