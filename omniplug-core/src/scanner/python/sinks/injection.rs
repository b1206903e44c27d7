//! Text put into markup and databases' commands, and XML.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::rules::python::injection;
use ruff_python_ast::Expr;

pub(super) const SINKS: &[Sink] = &[
    Sink { paths: &["*.extra"], rule: &injection::DJANGO_EXTRA, judge: extra },
    Sink {
        paths: &["django.db.models.expressions.RawSQL", "django.db.models.RawSQL", "*.RawSQL"],
        rule: &injection::DJANGO_RAW_SQL,
        judge: raw,
    },
    Sink {
        paths: &[
            "django.utils.safestring.mark_safe",
            "django.utils.safestring.SafeText",
            "django.utils.safestring.SafeUnicode",
            "django.utils.safestring.SafeString",
            "django.utils.safestring.SafeBytes",
            "django.utils.html.mark_safe",
        ],
        rule: &injection::MARKUP_MARKED_SAFE,
        judge: marks,
    },
    Sink {
        paths: &["markupsafe.Markup", "flask.Markup", "markupsafe.escape.Markup"],
        rule: &injection::MARKUP_FROM_TEXT,
        judge: markup,
    },
    Sink {
        paths: &[
            "jinja2.Environment",
            "jinja2.environment.Environment",
            "jinja2.sandbox.SandboxedEnvironment",
        ],
        rule: &injection::JINJA_WITHOUT_ESCAPING,
        judge: jinja,
    },
    Sink {
        paths: &["mako.template.Template", "mako.Template"],
        rule: &injection::MAKO_TEMPLATE,
        judge: plain,
    },
    Sink {
        paths: &[
            "xml.etree.cElementTree.parse",
            "xml.etree.cElementTree.iterparse",
            "xml.etree.cElementTree.fromstring",
            "xml.etree.cElementTree.XMLParser",
            "xml.etree.ElementTree.parse",
            "xml.etree.ElementTree.iterparse",
            "xml.etree.ElementTree.fromstring",
            "xml.etree.ElementTree.XMLParser",
            "xml.etree.ElementTree.XML",
            "xml.sax.expatreader.create_parser",
            "xml.dom.expatbuilder.parse",
            "xml.dom.expatbuilder.parseString",
            "xml.sax.parse",
            "xml.sax.parseString",
            "xml.sax.make_parser",
            "xml.dom.minidom.parse",
            "xml.dom.minidom.parseString",
            "xml.dom.pulldom.parse",
            "xml.dom.pulldom.parseString",
        ],
        rule: &injection::XML_PARSED,
        judge: xml,
    },
    Sink {
        paths: &[
            "lxml.etree.XMLParser",
            "lxml.etree.parse",
            "lxml.etree.fromstring",
            "lxml.etree.iterparse",
        ],
        rule: &injection::XML_ENTITIES_RESOLVED,
        judge: entities,
    },
    Sink {
        paths: &["xml.sax.make_parser().setFeature", "*.setFeature"],
        rule: &injection::XML_ENTITIES_RESOLVED,
        judge: feature,
    },
];

fn extra(site: &Site<'_, '_>) -> Option<Verdict> {
    let known = ["select", "where", "params", "tables", "order_by", "select_params"];
    let keywords = &site.call.arguments.keywords;
    let extra = keywords
        .iter()
        .filter_map(|keyword| keyword.arg.as_ref())
        .any(|name| known.contains(&name.as_str()));
    let dynamic = |expr: &Expr| !is_constant(site, expr);
    let named = extra && keywords.iter().any(|keyword| dynamic_value(site, &keyword.value));
    let spread = keywords.iter().any(|keyword| keyword.arg.is_none() && dynamic(&keyword.value));
    let positional = !site.call.arguments.args.is_empty() && site.names.imports("django");
    if named || (spread && site.names.imports("django")) || positional {
        site.plain()
    } else {
        None
    }
}

/// Bandit's view: anything but literals.
fn dynamic_value(_site: &Site<'_, '_>, expr: &Expr) -> bool {
    match expr {
        Expr::StringLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::BooleanLiteral(_) => false,
        Expr::List(list) => list.elts.iter().any(|expr| dynamic_value(_site, expr)),
        Expr::Tuple(tuple) => tuple.elts.iter().any(|expr| dynamic_value(_site, expr)),
        Expr::Dict(dict) => dict.items.iter().any(|item| {
            item.key.as_ref().is_none_or(|key| dynamic_value(_site, key))
                || dynamic_value(_site, &item.value)
        }),
        _ => true,
    }
}

fn is_constant(_site: &Site<'_, '_>, expr: &Expr) -> bool {
    !dynamic_value(_site, expr)
}

fn raw(site: &Site<'_, '_>) -> Option<Verdict> {
    let sql = site.argument("sql", 0)?;
    if site.path.starts_with('*') && !site.names.imports("django") {
        return None;
    }
    if sql.is_string_literal_expr() { None } else { site.plain() }
}

fn marks(site: &Site<'_, '_>) -> Option<Verdict> {
    let text = site.first()?;
    match site.constant(text) {
        Some(_) => site.because(Severity::Low, "that is constant"),
        None => site.raised(text, Severity::Medium, Severity::High),
    }
}

fn markup(site: &Site<'_, '_>) -> Option<Verdict> {
    let text = site.first()?;
    let literal = matches!(
        text,
        Expr::StringLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::BytesLiteral(_)
    );
    if literal { None } else { site.raised(text, Severity::Medium, Severity::High) }
}

fn jinja(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.keyword("autoescape") {
        None => site.plain(),
        Some(Expr::BooleanLiteral(literal)) if literal.value => None,
        Some(Expr::Call(call)) => {
            let select = site
                .paths(&call.func)
                .iter()
                .any(|path| path.rsplit('.').next() == Some("select_autoescape"));
            if select { None } else { site.plain() }
        }
        Some(expr) => match site.constant(expr) {
            Some(Value::Bool(true)) => None,
            Some(_) => site.plain(),
            None => site.at(Severity::Medium),
        },
    }
}

fn xml(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.first() {
        Some(expr) => {
            let sketch = site.sketch(expr);
            let bomb = sketch.contains("<!ENTITY") || sketch.contains("<!DOCTYPE");
            if bomb {
                return site.because(Severity::High, "on a text that defines entities");
            }
            let whole = sketch.chars().all(|letter| letter == HOLE);
            site.raised(expr, Severity::Low, if whole { Severity::Medium } else { Severity::Low })
        }
        None => site.plain(),
    }
}

fn entities(site: &Site<'_, '_>) -> Option<Verdict> {
    let on = |name: &str| site.constant_keyword(name).is_some_and(|value| value.is_true());
    if on("resolve_entities") || on("load_dtd") || on("huge_tree") { site.plain() } else { None }
}

fn feature(site: &Site<'_, '_>) -> Option<Verdict> {
    let feature = site.first()?;
    let external = site.paths(feature).iter().any(|path| path.contains("feature_external"));
    let on = site
        .argument("value", 1)
        .and_then(|expr| site.constant(expr))
        .is_some_and(|value| value.is_true());
    if external && on { site.plain() } else { None }
}
