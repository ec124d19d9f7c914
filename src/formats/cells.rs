//! How is a text cut into lines and cells? For tables of usage and of prices alike.

/// What may part cells, the surer first.
pub(crate) const SEPARATORS: [u8; 5] = [b'\t', b';', b'|', b',', b' '];

/// Cells of a row.
pub(crate) type Row = Vec<String>;

/// Lines without their ends, those in quotes joined, and whether there are such.
pub(crate) fn logical_lines(text: &str) -> (Vec<String>, bool) {
    let plain: Vec<&str> =
        text.lines().map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    let odd = |line: &str| line.bytes().filter(|b| *b == b'"').count() % 2 == 1;
    let quoted = plain.iter().any(|line| odd(line));
    // A quote that opens after a separator and closes before one; a lone inch mark is none.
    let opens = |line: &str| {
        let at = line.rfind('"').unwrap_or(0);
        let before = line.get(..at).and_then(|l| l.chars().next_back());
        before.is_none_or(|c| SEPARATORS.contains(&(c as u32 as u8)) && c.is_ascii())
    };
    if !quoted || !plain.iter().find(|line| odd(line)).is_some_and(|line| opens(line)) {
        return (plain.into_iter().map(str::to_owned).collect(), false);
    }
    let mut joined: Vec<String> = Vec::new();
    let mut open = false;
    for line in &plain {
        match joined.last_mut() {
            Some(last) if open => {
                last.push('\n');
                last.push_str(line);
            }
            _ => joined.push((*line).to_owned()),
        }
        open ^= odd(line);
    }
    if open {
        // It is never closed: no text goes over a line's end here.
        return (plain.into_iter().map(str::to_owned).collect(), false);
    }
    (joined, true)
}

/// Cells of a line, without the blanks around them.
pub(crate) fn row(line: &str, separator: u8) -> Row {
    let (mut cells, mut text) = (Vec::new(), Vec::new());
    if !split(line.as_bytes(), separator, &mut cells, &mut text) {
        return line.split(char::from(separator)).map(|cell| cell.trim().to_owned()).collect();
    }
    let cell =
        |(from, to): &(usize, usize)| String::from_utf8_lossy(&text[*from..*to]).trim().to_owned();
    cells.iter().map(cell).collect()
}

/// The first of the separators that makes the same number of cells, at least two, of nine lines in ten.
pub(crate) fn separator(lines: &[String], among: &[u8]) -> u8 {
    let lines: Vec<&String> =
        lines.iter().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let alike = |separator: &u8| {
        let mut widths: Vec<usize> = lines.iter().map(|line| row(line, *separator).len()).collect();
        widths.sort_unstable();
        let runs = widths.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0]));
        runs.max().is_some_and(|(count, width)| width > 1 && count * 10 >= widths.len() * 9)
    };
    let some = |separator: &u8| lines.iter().any(|l| l.as_bytes().contains(separator));
    let found = among.iter().copied().find(alike);
    found.or_else(|| among.iter().copied().find(some)).unwrap_or(b',')
}

/// Cuts a line with quotes into its cells, which are put behind one another without their quotes; several spaces are one. False
/// where a quote is not closed.
pub(crate) fn split(
    line: &[u8],
    separator: u8,
    cells: &mut Vec<(usize, usize)>,
    text: &mut Vec<u8>,
) -> bool {
    let mut at = 0;
    loop {
        while separator == b' ' && line.get(at) == Some(&b' ') {
            at += 1;
        }
        if separator == b' ' && at >= line.len() && !cells.is_empty() {
            return true;
        }
        let from = text.len();
        if line.get(at) == Some(&b'"') {
            at += 1;
            loop {
                match (line.get(at), line.get(at + 1)) {
                    (Some(b'"'), Some(b'"')) => {
                        text.push(b'"');
                        at += 2;
                    }
                    (Some(b'"'), _) => {
                        at += 1;
                        break;
                    }
                    (Some(byte), _) => {
                        text.push(*byte);
                        at += 1;
                    }
                    (None, _) => return false,
                }
            }
        }
        while let Some(byte) = line.get(at).filter(|byte| **byte != separator) {
            text.push(*byte);
            at += 1;
        }
        cells.push((from, text.len()));
        if at >= line.len() {
            return true;
        }
        at += 1;
    }
}
