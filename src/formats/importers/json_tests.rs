//! What the importers of APIs and tools that print JSON keep together: whose an input is, and that none breaks them.

use proptest::prelude::*;

use super::*;

/// An output of each tool, as it is printed.
const EXAMPLES: [(&str, &str); 15] = [
    (
        "proxmox",
        r#"[{"cpu":0.1,"loadavg":0.3,"maxcpu":4,"memtotal":100,"memused":60,"netin":1.5,"roottotal":9,"rootused":3,"time":1767225600}]"#,
    ),
    (
        "proxmox",
        r#"{"data":[{"cpu":0,"disk":0,"maxdisk":9,"maxmem":8,"mem":4,"netin":1,"netout":2,"time":1767225600}]}"#,
    ),
    (
        "proxmox",
        r#"[{"type":"lxc","id":"lxc/9","vmid":9,"node":"a","status":"running","mem":4,"maxmem":8,"disk":1,"maxdisk":2,"template":0}]"#,
    ),
    (
        "proxmox",
        r#"[{"type":"storage","id":"storage/a/b","storage":"b","node":"a","status":"available","disk":1,"maxdisk":2,"plugintype":"dir","shared":0}]"#,
    ),
    (
        "pbs",
        r#"{"data":[{"store":"v","total":9,"used":4,"avail":4,"history":[0.1,null],"history-start":1767225600,"history-delta":86400}]}"#,
    ),
    (
        "pbs",
        r#"{"data":{"avail":4,"total":9,"used":4,"counts":{"vm":{"groups":1,"snapshots":2}}}}"#,
    ),
    (
        "prometheus",
        r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"kubelet_volume_stats_used_bytes","namespace":"a","persistentvolumeclaim":"b"},"values":[[1767225600,"5"],[1767229200,"NaN"]]}]}}"#,
    ),
    (
        "prometheus",
        "# HELP node_memory_MemTotal_bytes Total.\n# TYPE node_memory_MemTotal_bytes gauge\nnode_memory_MemTotal_bytes 9\nnode_memory_MemAvailable_bytes{a=\"b\\\"c\"} 4 1767225600000\n",
    ),
    (
        "prometheus",
        "pve_memory_size_bytes{id=\"node/a\"} 9.0\npve_memory_usage_bytes{id=\"node/a\"} 4.0e+00\n",
    ),
    (
        "sysstat",
        r#"{"sysstat":{"hosts":[{"nodename":"a","statistics":[{"timestamp":{"date":"2026-01-01","time":"00:10:00","tz":"UTC"},"memory":{"memfree":1,"avail":4,"memused":5,"memused-percent":55.56},"filesystems":[{"mountpoint":"/","MBfsfree":3,"MBfsused":4,"%ufsused":60.00}]}]}]}}"#,
    ),
    (
        "zabbix",
        r#"[{"itemid":"7","clock":"1767225600","num":"1","value_min":"1","value_avg":"2","value_max":"3"}]"#,
    ),
    (
        "zabbix",
        r#"{"jsonrpc":"2.0","result":[{"itemid":"7","clock":"1767225600","value":"12","ns":"1"}],"id":1}"#,
    ),
    (
        "borg",
        r#"{"cache":{"stats":{"unique_csize":5}},"encryption":{"mode":"none"},"repository":{"id":"0","last_modified":"2026-01-01T10:00:00.5","location":"/b"}}"#,
    ),
    (
        "restic",
        "{\"total_size\":9,\"total_uncompressed_size\":10,\"compression_ratio\":1.1,\"snapshots_count\":2}\n",
    ),
    (
        "netdata",
        "time,free,used,cached,buffers\r\n2026-01-01 00:10:00,1,2,3,4\r\n2026-01-01 00:00:00,null,null,null,null\r\n",
    ),
];

fn told() -> Told {
    let mut told = Told::new(Day::parse("2026-01-04").unwrap(), "made");
    (told.resource, told.unit) = (Some(Resource::Ram), Some(SizeUnit::Mib));
    told
}

#[test]
fn each_output_is_claimed_by_its_own_importer_alone() {
    for (name, text) in EXAMPLES {
        let head = Head { text, whole: true };
        let claimed: Vec<_> =
            IMPORTERS.iter().filter(|i| (i.recognises)(&head)).map(|i| i.name).collect();
        assert_eq!(claimed, [name], "{text}");
    }
}

#[test]
fn each_output_is_read_without_being_named() {
    for (name, text) in EXAMPLES {
        let import = import(&mut text.as_bytes(), None, &told()).unwrap();
        assert_eq!(import.importer, name);
        assert_sound(&import);
    }
}

/// Figures are finite and at least 0, and what is counted was there.
fn assert_sound(import: &Import) {
    for series in &import.series {
        assert!(series.total.is_none_or(|total| total.is_finite() && total >= 0.0));
        for (_, value) in series.days.iter() {
            let figures = [Some(value.highest), Some(value.last), value.p95];
            assert!(figures.into_iter().flatten().all(|f| f.is_finite() && f >= 0.0));
            assert!(value.count > 0 && value.last <= value.highest);
        }
    }
    assert!(import.left_out.iter().all(|left| left.count > 0));
}

/// Every importer reads it, or refuses it with words.
fn read_by_all(bytes: &[u8]) {
    for importer in IMPORTERS {
        match (importer.read)(&mut &*bytes, &told()) {
            Ok(import) => assert_sound(&import),
            Err(problem) => assert!(!problem.message.is_empty()),
        }
    }
    if let Ok(import) = import(&mut &*bytes, None, &told()) {
        assert_sound(&import);
    }
}

#[test]
fn figures_beyond_all_measure_break_nothing() {
    for number in [
        "1e308",
        "-1e308",
        "-5",
        "0",
        "9223372036854775807",
        "\"NaN\"",
        "\"-Inf\"",
        "null",
        "[]",
        "{}",
    ] {
        for (_, text) in EXAMPLES.iter().filter(|(_, text)| text.starts_with(['[', '{'])) {
            for at in text.match_indices(':').map(|(at, _)| at) {
                let rest = text[at + 1..].trim_start_matches(['"', '.', '-']);
                let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.');
                let changed = format!("{}:{number}{}", &text[..at], rest.trim_start_matches('"'));
                read_by_all(changed.as_bytes());
            }
        }
    }
}

proptest! {
    #[test]
    fn an_output_cut_off_anywhere_breaks_nothing(which in 0..EXAMPLES.len(), share in 0.0..1.0) {
        let text = EXAMPLES[which].1;
        let end = (text.len() as f64 * share) as usize;
        read_by_all(&text.as_bytes()[..end]);
    }

    #[test]
    fn bytes_that_were_replaced_break_nothing(
        which in 0..EXAMPLES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..9),
    ) {
        let mut bytes = EXAMPLES[which].1.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        read_by_all(&bytes);
    }

    #[test]
    fn rubbish_breaks_nothing(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_by_all(&bytes);
    }

    #[test]
    fn any_json_breaks_nothing(text in "(\\[|\\{|\"[a-z]{0,3}\"|:|,|\\]|\\}|-?[0-9]{1,30}|null|true|\n){0,60}") {
        read_by_all(text.as_bytes());
    }
}
