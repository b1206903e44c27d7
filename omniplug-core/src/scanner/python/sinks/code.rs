//! Text that is run as code, and names that are text.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::analyse::findings_inside;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::rules::python::{code, obfuscation};

pub(super) const SINKS: &[Sink] = &[
    Sink { paths: &["exec", "execfile"], rule: &code::EXEC_CALL, judge: runs_text },
    Sink { paths: &["eval"], rule: &code::EVAL_CALL, judge: runs_text },
    Sink { paths: &["compile"], rule: &code::COMPILE_CALL, judge: compiles },
    Sink {
        paths: &[
            "exec",
            "eval",
            "compile",
            "execfile",
            "types.FunctionType",
            "code.InteractiveInterpreter().runsource",
            "runpy.run_path",
            "code.InteractiveInterpreter().runcode",
        ],
        rule: &obfuscation::DECODED_CODE,
        judge: decoded,
    },
    Sink {
        paths: &["types.CodeType", "new.code", "types.FunctionType"],
        rule: &code::CODE_OBJECT,
        judge: plain,
    },
    Sink {
        paths: &[
            "runpy.run_path",
            "runpy.run_module",
            "code.interact",
            "code.InteractiveConsole",
            "code.InteractiveInterpreter",
            "code.InteractiveInterpreter().runsource",
            "code.InteractiveInterpreter().runcode",
            "code.InteractiveConsole().push",
            "codeop.compile_command",
            "code.compile_command",
            "pdb.run",
            "pdb.runeval",
            "pdb.runcall",
            "bdb.Bdb().run",
            "trace.Trace().run",
            "_xxsubinterpreters.run_string",
            "_interpreters.run_string",
            "_interpreters.exec",
            "_xxsubinterpreters.create",
            "_interpreters.create",
            "_testcapi.run_in_subinterp",
            "test.support.run_in_subinterp",
            "_xxinterpreters.run_string",
            "IPython.embed",
            "IPython.start_ipython",
            "distutils.core.run_setup",
            "cProfile.Profile().run",
            "IPython.get_ipython().run_cell",
            "get_ipython().run_cell",
            "get_ipython().ex",
            "get_ipython().ev",
            "idlelib.run",
            "concurrent.interpreters.create().exec",
            "ctypes.pythonapi.PyRun_SimpleString",
            "ctypes.pythonapi.PyRun_String",
            "ctypes.pythonapi.PyRun_AnyFile",
            "ctypes.pythonapi.PyEval_EvalCode",
            "breakpoint",
            "pdb.set_trace",
            "pdb.post_mortem",
            "ipdb.set_trace",
            "pudb.set_trace",
            "pkg_resources.run_script",
        ],
        rule: &code::INTERPRETER_CALL,
        judge: interpreter,
    },
    Sink {
        paths: &[
            "rpy2.robjects.r",
            "js2py.eval_js",
            "js2py.run_file",
            "execjs.eval",
            "execjs.compile",
            "py_mini_racer.MiniRacer().eval",
            "dukpy.evaljs",
            "quickjs.Context().eval",
            "lupa.LuaRuntime().execute",
            "lupa.LuaRuntime().eval",
            "oct2py.octave.eval",
            "juliacall.Main.seval",
        ],
        rule: &code::INTERPRETER_CALL,
        judge: other_language,
    },
    Sink {
        paths: &[
            "asteval.Interpreter()()",
            "asteval.Interpreter().eval",
            "simpleeval.simple_eval",
            "logging.config.fileConfig",
            "logging.config.dictConfig",
            "doctest.testfile",
        ],
        rule: &code::INTERPRETER_CALL,
        judge: chosen_text,
    },
    Sink {
        paths: &[
            "timeit.timeit",
            "timeit.repeat",
            "timeit.Timer",
            "cProfile.run",
            "profile.run",
            "cProfile.runctx",
            "profile.runctx",
        ],
        rule: &code::INTERPRETER_CALL,
        judge: times_text,
    },
    Sink {
        paths: &[
            "pandas.eval",
            "numexpr.evaluate",
            "sympy.sympify",
            "sympy.parse_expr",
            "sympy.parsing.sympy_parser.parse_expr",
            "sympy.lambdify",
            "*.eval",
            "*.query",
            "sympy.S",
            "numexpr.NumExpr",
            "patsy.dmatrix",
            "patsy.dmatrices",
        ],
        rule: &code::EXPRESSION_EVALUATOR,
        judge: expression,
    },
    Sink {
        paths: &[
            "get_ipython().system",
            "get_ipython().getoutput",
            "get_ipython().run_line_magic",
            "get_ipython().run_cell_magic",
            "IPython.get_ipython().system",
            "IPython.get_ipython().getoutput",
            "IPython.get_ipython().run_line_magic",
            "IPython.get_ipython().run_cell_magic",
            "IPython.get_ipython().magic",
            "IPython.core.getipython.get_ipython().system",
            "IPython.core.getipython.get_ipython().run_line_magic",
            "get_ipython().magic",
        ],
        rule: &code::IPYTHON_SHELL,
        judge: magic,
    },
    Sink {
        paths: &[
            "jinja2.Template",
            "jinja2.Environment().from_string",
            "*.from_string",
            "flask.render_template_string",
            "mako.template.Template",
            "tornado.template.Template",
        ],
        rule: &code::TEMPLATE_FROM_TEXT,
        judge: template,
    },
    Sink {
        paths: &["*.format", "*.format_map"],
        rule: &code::FORMAT_OF_OUTSIDE_TEXT,
        judge: formats,
    },
];

/// Text that runs: what is in it where it is constant, where it comes from where it is not.
fn runs_text(site: &Site<'_, '_>) -> Option<Verdict> {
    let Some(source) = site.first() else { return site.at(Severity::Low) };
    if let Some(text) = site.text(source) {
        return inside(site, &text, Severity::Low);
    }
    if site.paths(source).iter().any(|path| path == "repr()") {
        return site.because(Severity::Low, "on what `repr` gave");
    }
    site.raised(source, site.rule.severity, Severity::High)
}

fn inside(site: &Site<'_, '_>, text: &str, harmless: Severity) -> Option<Verdict> {
    let found = findings_inside(text, site.nesting + 1, site.names);
    let verdict = match &found {
        Some(found) if found.is_empty() => site.because(harmless, "on a constant text"),
        _ => site.because(Severity::Medium, "on a constant text"),
    }?;
    Some(Verdict { inside: found.unwrap_or_default(), ..verdict })
}

fn compiles(site: &Site<'_, '_>) -> Option<Verdict> {
    let source = site.argument("source", 0)?;
    if let Some(text) = site.text(source) {
        return inside(site, &text, Severity::Info);
    }
    site.raised(source, Severity::Low, Severity::High)
}

fn decoded(site: &Site<'_, '_>) -> Option<Verdict> {
    let source = site.first()?;
    let origin = site.origin(source);
    if origin.has(Origin::NETWORK) {
        return site.because(Severity::Critical, "that came over the network");
    }
    if origin.has(Origin::DECODED) { site.plain() } else { None }
}

fn interpreter(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.call.arguments.args.iter().take(2).find_map(|text| site.text(text)) {
        // A text of its own that does nothing of note is an example, not an entrance.
        Some(text) if !site.path.starts_with("runpy") => inside(site, &text, Severity::Low),
        _ => match site.path {
            "breakpoint"
            | "pdb.set_trace"
            | "pdb.post_mortem"
            | "ipdb.set_trace"
            | "pudb.set_trace"
            | "_xxsubinterpreters.create"
            | "_interpreters.create" => site.at(Severity::Low),
            _ => site.plain(),
        },
    }
}

fn times_text(site: &Site<'_, '_>) -> Option<Verdict> {
    let source = site.argument("stmt", 0)?;
    match site.constant(source) {
        Some(value) => inside(site, &value.into_text()?, Severity::Info),
        None if site.origin(source).is_outside() => {
            site.raised(source, Severity::Medium, Severity::High)
        }
        None => None,
    }
}

/// Ordinary with constants; a text that somebody else chooses, or that names what is not for it, is not.
fn expression(site: &Site<'_, '_>) -> Option<Verdict> {
    let source = site.first()?;
    let sketch = site.sketch(source);
    if ["__", "import", "exec(", "eval("].iter().any(|sign| sketch.contains(sign)) {
        return site.because(Severity::High, "on a text that reaches into Python");
    }
    let origin = site.origin(source);
    if origin.is_outside() {
        return site.raised(source, Severity::Medium, Severity::Medium);
    }
    let known = !site.path.starts_with('*') && site.constant(source).is_none();
    if known && matches!(site.path, "pandas.eval" | "numexpr.evaluate") {
        site.at(Severity::Low)
    } else {
        None
    }
}

/// Magics that only set how figures are shown are ordinary.
fn magic(site: &Site<'_, '_>) -> Option<Verdict> {
    let ordinary = ["matplotlib", "load_ext", "autoreload", "config", "time", "timeit", "pylab"];
    let name = site.first().and_then(|first| site.text(first)).unwrap_or_default();
    let known = name.trim_start_matches('%').split_whitespace().next().unwrap_or_default();
    if site.path.contains("magic") && ordinary.contains(&known) { None } else { site.plain() }
}

/// Code of another language: a constant text that reaches for nothing is of no interest.
fn other_language(site: &Site<'_, '_>) -> Option<Verdict> {
    let Some(source) = site.first() else { return site.at(Severity::Low) };
    let Some(text) = site.text(source) else {
        return site.raised(source, Severity::Medium, Severity::High);
    };
    let reaches = [
        "system", "exec", "eval", "require(", "source(", "io.popen", "Runtime", "download",
        "unlink", "http",
    ];
    let severity =
        if reaches.iter().any(|sign| text.contains(sign)) { Severity::High } else { Severity::Low };
    site.at(severity)
}

/// Evaluators that promise to be safe, given what somebody else chose.
fn chosen_text(site: &Site<'_, '_>) -> Option<Verdict> {
    let source = site.first()?;
    if site.origin(source).is_outside() {
        site.raised(source, Severity::Medium, Severity::Medium)
    } else {
        None
    }
}

fn template(site: &Site<'_, '_>) -> Option<Verdict> {
    let source = site.first()?;
    if let Some(text) = site.text(source) {
        let reaches = text.contains("__") && !site.path.starts_with('*');
        return if reaches { site.at(Severity::High) } else { None };
    }
    let origin = site.origin(source);
    if origin.is_outside() && !origin.has(Origin::FILE)
        || site.path == "flask.render_template_string"
    {
        return site
            .because(Severity::High, origin.said().unwrap_or("on a text that is not constant"));
    }
    if site.path.starts_with('*') { None } else { site.at(Severity::Low) }
}

fn formats(site: &Site<'_, '_>) -> Option<Verdict> {
    let format = site.subject()?;
    if site.text(format).is_some_and(|text| walks_in_field(&text)) {
        return site.because(Severity::High, "that walks on from what it formats");
    }
    if site.constant(format).is_some() || site.call.arguments.is_empty() {
        return None;
    }
    let origin = site.origin(format);
    if origin.has(Origin::INPUT) || origin.has(Origin::NETWORK) { site.plain() } else { None }
}

/// A field such as `{0.__class__.__init__.__globals__}`.
fn walks_in_field(text: &str) -> bool {
    let fields = text.split('{').skip(1).filter_map(|field| field.split('}').next());
    let walks = [
        "__globals__",
        "__subclasses__",
        "__class__",
        "__init__",
        "__dict__",
        "__builtins__",
        "__mro__",
    ];
    fields.filter(|field| field.contains('.')).any(|field| {
        walks.iter().filter(|name| field.contains(**name)).count() > 1
            || field.contains("__globals__")
    })
}
