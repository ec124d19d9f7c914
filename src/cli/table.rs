//! How is the guess of a table's shape corrected, on the command line?

use clap::{Args, ValueEnum};

use crate::diag::Problem;
use crate::formats::importers::table::{DateOrder, Role, TableTold};

/// What is told of a table, where it is not guessed right.
#[derive(Debug, Args)]
pub struct TableArguments {
    /// Of a table: what parts its cells; `tab` is a tabulator
    #[arg(long, value_name = "CHARACTER", value_parser = separator)]
    pub separator: Option<char>,
    /// Of a table: what decimals stand behind
    #[arg(long, value_parser = ["point", "comma"])]
    pub decimal: Option<String>,
    /// Of a table: the order of day, month and year in its dates
    #[arg(long)]
    pub date_order: Option<Order>,
    /// Of a table: whether its first row names the columns
    #[arg(long, value_parser = ["yes", "no"])]
    pub header: Option<String>,
    /// Of a table: what a column holds, as 3=value; may be given again
    #[arg(long, value_name = "N=ROLE")]
    pub column: Vec<String>,
}

/// Order of a date's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Year, month, day.
    Ymd,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

/// As the command line names a role.
fn role_name(role: Role) -> &'static str {
    if role == Role::Ignored { "ignored" } else { role.name() }
}

impl TableArguments {
    /// As the importer is told it; refused where a column makes no sense.
    pub(super) fn told(&self) -> Result<TableTold, Problem> {
        let columns = self.column.iter().map(|text| column(text)).collect::<Result<_, _>>()?;
        Ok(TableTold {
            separator: self.separator,
            decimal: self.decimal.as_deref().map(|name| if name == "comma" { ',' } else { '.' }),
            date: self.date_order.map(|order| match order {
                Order::Ymd => DateOrder::Ymd,
                Order::Dmy => DateOrder::Dmy,
                Order::Mdy => DateOrder::Mdy,
            }),
            header: self.header.as_deref().map(|answer| answer == "yes"),
            columns,
        })
    }
}

fn column(text: &str) -> Result<(usize, Role), Problem> {
    let told = text.split_once('=').and_then(|(number, role)| {
        let number: usize = number.trim().parse().ok().filter(|number| *number > 0)?;
        let role = Role::ALL.into_iter().find(|known| role_name(*known) == role.trim())?;
        Some((number, role))
    });
    told.ok_or_else(|| {
        let roles: Vec<&str> = Role::ALL.map(role_name).to_vec();
        Problem::error("no-column", format!("`{text}` is not N=ROLE"))
            .hint(format!("count columns from 1; a role is {}", roles.join(", ")))
    })
}

fn separator(text: &str) -> Result<char, String> {
    let mut letters = text.chars();
    match (text, letters.next(), letters.next()) {
        ("tab" | "\\t", _, _) => Ok('\t'),
        (_, Some(letter), None) if letter.is_ascii() => Ok(letter),
        _ => Err("write one character, or `tab`".to_owned()),
    }
}
