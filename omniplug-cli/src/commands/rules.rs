use crate::exit::Exit;
use crate::text;
use clap::{Args, Subcommand};
use omniplug_core::scanner::{Rule, rules};
use omniplug_core::{Error, ErrorKind, Result};
use std::fmt::Write;

/// List the rules of a scan, or show one
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Rules {
    #[command(subcommand)]
    command: Option<RulesCommand>,
    /// Print the rules as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Show one rule with its explanation, its remedy and two examples
    Show {
        /// The rule's id or name, or Bandit's id of the same thing
        id: String,
        /// Print the rule as JSON
        #[arg(long)]
        json: bool,
    },
}

impl Rules {
    pub(crate) fn run(self) -> Result<Exit> {
        match self.command {
            Some(RulesCommand::Show { id, json }) => show(&id, json)?,
            None if self.json => text::print_json(&rules::all().collect::<Vec<_>>()),
            None => text::print(&list()),
        }
        Ok(Exit::Success)
    }
}

fn list() -> String {
    let rows: Vec<[String; 5]> = rules::all()
        .map(|rule| {
            [
                rule.id.to_owned(),
                rule.severity.as_str().to_owned(),
                rule.confidence.as_str().to_owned(),
                rule.aliases.join(" "),
                rule.title.to_owned(),
            ]
        })
        .collect();
    text::table(["ID", "SEVERITY", "CONFIDENCE", "BANDIT", "TITLE"], &rows)
}

fn show(id: &str, json: bool) -> Result<()> {
    let rule = rules::find(id).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, format!("there is no rule `{}`", id.escape_debug()))
            .with_hint("`omniplug rules` lists all of them")
    })?;
    if json {
        text::print_json(rule);
    } else {
        text::print(&page(rule));
    }
    Ok(())
}

fn page(rule: &Rule) -> String {
    let mut page = format!("{} {}\n{}\n\n", rule.id, rule.name, rule.title);
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(page, "{name:<11} {value}");
    };
    field("severity", rule.severity.as_str());
    field("confidence", rule.confidence.as_str());
    field("weakness", &format!("CWE-{}", rule.cwe));
    if let Some(capability) = rule.capability {
        field("capability", capability.as_str());
    }
    if !rule.aliases.is_empty() {
        field("Bandit", &rule.aliases.join(", "));
    }
    let _ = write!(page, "\n{}\n\nRemedy: {}\n", rule.explanation, rule.remedy);
    for (name, code) in [("Found", rule.example.bad), ("Not found", rule.example.good)] {
        if !code.is_empty() {
            let _ = write!(page, "\n{name}:\n\n{}", indented(code));
        }
    }
    page
}

fn indented(code: &str) -> String {
    code.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
}
