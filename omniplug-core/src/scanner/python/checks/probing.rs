//! Asking whether somebody watches: names of virtual machines and of tools for looking into programs, and leaving
//! without a word where the machine is not to one's liking.

use crate::scanner::Severity;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::outline::elements;
use crate::scanner::python::path::Path;
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::system;
use ruff_python_ast::{Expr, ExprCall, ExprCompare, Stmt, StmtIf};
use ruff_text_size::{Ranged, TextRange};

/// Texts of a list that are looked at.
const MOST: usize = 32;

/// What nobody compares anything with but to know who watches.
const WATCHERS: &[&str] = &[
    "vmware",
    "virtualbox",
    "vbox",
    "vboxservice.exe",
    "vboxtray.exe",
    "vmtoolsd.exe",
    "vmwaretray.exe",
    "qemu",
    "bochs",
    "hypervisor",
    "cuckoo",
    "wireshark",
    "wireshark.exe",
    "procmon",
    "procmon.exe",
    "procexp.exe",
    "x64dbg.exe",
    "ollydbg.exe",
    "idaq.exe",
    "windbg.exe",
    "fiddler.exe",
    "processhacker.exe",
    "tcpview.exe",
    "pydevd",
    "tracerpid",
    "sbiedll.dll",
];
/// What machines and users are called where programs are tried, and first halves of addresses of virtual cards.
const TRIED: &[&str] = &[
    "sandbox",
    "malware",
    "virus",
    "sample",
    "test",
    "analysis",
    "honeypot",
    "wdagutilityaccount",
    "john doe",
    "currentuser",
    "vmuser",
    "kvm",
    "xen",
    "docker",
];
const CARDS: &[&str] =
    &["080027", "000c29", "000C29", "005056", "000569", "001c14", "001C14", "525400"];

/// Functions that tell how large and old a machine is, and who uses it.
const ASKED: &[&str] = &[
    "os.cpu_count()",
    "multiprocessing.cpu_count()",
    "psutil.",
    "shutil.disk_usage()",
    "socket.gethostname()",
    "getpass.getuser()",
    "os.getlogin()",
    "uuid.getnode()",
    "platform.node()",
    "sys.gettrace()",
    "sys.getprofile()",
];

/// How telling a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tells {
    Nothing,
    /// Only of the name of a machine or a user.
    OfIdentity,
    Always,
}

fn tells(text: &str) -> Tells {
    if !(3..=20).contains(&text.len()) {
        return Tells::Nothing;
    }
    let is = |known: &[&str]| known.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_card(text) || is(WATCHERS) {
        Tells::Always
    } else if is(TRIED) {
        Tells::OfIdentity
    } else {
        Tells::Nothing
    }
}

/// Whether it is the first half of the address of a virtual network card, however that is written.
fn is_card(text: &str) -> bool {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let digits = digits.bytes().filter(|byte| !matches!(byte, b':' | b'-')).take(6);
    CARDS.iter().any(|card| digits.clone().eq(card.bytes()))
}

/// The most telling text among an expression and its elements.
fn most_telling(expr: &Expr) -> (Tells, &str) {
    fn of(expr: &Expr) -> (Tells, &str) {
        match expr {
            Expr::StringLiteral(text) => (tells(text.value.to_str()), text.value.to_str()),
            _ => (Tells::Nothing, ""),
        }
    }
    let Some(all) = elements(expr) else { return of(expr) };
    all.iter().take(MOST).map(of).max().unwrap_or((Tells::Nothing, ""))
}

fn judge<'a>(visit: &mut Visit<'_, 'a>, texts: &'a Expr, other: &'a Expr, range: TextRange) {
    let (tells, text) = most_telling(texts);
    let watched = match tells {
        Tells::Nothing => false,
        Tells::OfIdentity => visit.names.origin(other, visit.scope).has(Origin::IDENTITY),
        Tells::Always => !other.is_literal_expr(),
    };
    if watched {
        visit.report(&system::WATCHER_LOOKED_FOR, Severity::Medium, text, range);
    }
}

/// `"vmware" in name`, `user == "sandbox"`.
pub(in crate::scanner::python) fn compared<'a>(
    visit: &mut Visit<'_, 'a>,
    compare: &'a ExprCompare,
) {
    let [other] = &*compare.comparators else { return };
    judge(visit, &compare.left, other, compare.range);
    judge(visit, other, &compare.left, compare.range);
}

/// `address.startswith(("08:00:27", "00:0c:29"))`.
pub(in crate::scanner::python) fn begins<'a>(visit: &mut Visit<'_, 'a>, call: &'a ExprCall) {
    if let Expr::Attribute(method) = &*call.func
        && matches!(method.attr.as_str(), "startswith" | "endswith")
        && let [texts] = &*call.arguments.args
    {
        judge(visit, texts, &method.value, call.range());
    }
}

/// An end without a word, where something of the machine says so.
pub(in crate::scanner::python) fn leaves<'a>(visit: &mut Visit<'_, 'a>, choice: &'a StmtIf) {
    if !choice.body.first().is_some_and(ends_silently) {
        return;
    }
    let asks = |path: &Path| ASKED.iter().any(|known| path.starts_with(known));
    if let Some(path) = parts(&choice.test).into_iter().find_map(|part| visit.reaches(part, asks)) {
        visit.report(&system::WATCHER_LOOKED_FOR, Severity::Medium, &path, choice.test.range());
    }
}

/// The names and calls that a condition is made of.
fn parts(test: &Expr) -> Vec<&Expr> {
    let (mut parts, mut rest) = (Vec::new(), vec![test]);
    while let Some(part) = rest.pop().filter(|_| parts.len() < MOST) {
        match part {
            Expr::BoolOp(all) => rest.extend(&all.values),
            Expr::UnaryOp(not) => rest.push(&not.operand),
            Expr::BinOp(both) => rest.extend([&*both.left, &*both.right]),
            Expr::Compare(compare) => {
                rest.push(&compare.left);
                rest.extend(&compare.comparators);
            }
            Expr::Attribute(attribute) => rest.push(&attribute.value),
            Expr::Call(call) => {
                parts.push(part);
                rest.extend(&call.arguments.args);
                rest.push(&call.func);
            }
            Expr::Name(_) => parts.push(part),
            _ => {}
        }
    }
    parts
}

/// `raise SystemExit`, `sys.exit(0)`: no text says why.
fn ends_silently(statement: &Stmt) -> bool {
    let silent = |call: &ExprCall| match &*call.arguments.args {
        [] => true,
        [only] => only.is_number_literal_expr() || only.is_none_literal_expr(),
        _ => false,
    };
    let named = |expr: &Expr, names: &[&str]| match expr {
        Expr::Name(name) => names.contains(&name.id.as_str()),
        Expr::Attribute(attribute) => names.contains(&attribute.attr.as_str()),
        _ => false,
    };
    match statement {
        Stmt::Raise(raise) => raise.exc.as_deref().is_some_and(|raised| match raised {
            Expr::Call(call) => named(&call.func, &["SystemExit"]) && silent(call),
            raised => named(raised, &["SystemExit"]),
        }),
        Stmt::Expr(expr) => expr.value.as_call_expr().is_some_and(|call| {
            named(&call.func, &["exit", "quit", "_exit", "abort"]) && silent(call)
        }),
        _ => false,
    }
}
