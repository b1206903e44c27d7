//! Formats that run code when they are read.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::site::{Site, Verdict};
use crate::scanner::rules::python::data;
use ruff_python_ast::Expr;

pub(super) const SINKS: &[Sink] = &[
    Sink {
        paths: &["copyreg.pickle", "copy_reg.pickle"],
        rule: &data::PICKLE_BOMB,
        judge: reduces,
    },
    Sink {
        paths: &[
            "pickle.loads",
            "pickle.load",
            "pickle.Unpickler",
            "dill.loads",
            "dill.load",
            "dill.Unpickler",
            "dill.load_session",
            "dill.load_module",
            "dill.load_module_asdict",
            "shelve.open",
            "shelve.DbfilenameShelf",
            "jsonpickle.decode",
            "jsonpickle.unpickler.decode",
            "jsonpickle.unpickler.Unpickler",
            "pandas.read_pickle",
            "cloudpickle.loads",
            "cloudpickle.load",
            "pickle.Unpickler().load",
            "pandas.io.pickle.read_pickle",
            "jsonpickle.loads",
            "pickle5.load",
            "pickle5.loads",
        ],
        rule: &data::PICKLE_LOAD,
        judge: pickle,
    },
    Sink { paths: &["marshal.load", "marshal.loads"], rule: &data::MARSHAL_LOAD, judge: outside },
    Sink {
        paths: &[
            "yaml.load",
            "yaml.load_all",
            "yaml.unsafe_load",
            "yaml.full_load",
            "yaml.unsafe_load_all",
            "yaml.full_load_all",
            "yaml.Loader",
            "yaml.UnsafeLoader",
            "yaml.constructor.construct_python_object",
            "ruamel.yaml.load",
            "ruamel.yaml.YAML",
        ],
        rule: &data::YAML_LOAD,
        judge: yaml,
    },
    Sink {
        paths: &["torch.load", "torch.jit.load", "torch.hub.load"],
        rule: &data::TORCH_LOAD,
        judge: torch,
    },
    Sink {
        paths: &[
            "joblib.load",
            "sklearn.externals.joblib.load",
            "klepto.archives.file_archive",
            "multiprocessing.connection.Client",
            "multiprocessing.connection.Listener",
            "_pickle.load",
            "sklearn.utils._joblib.load",
            "compress_pickle.load",
            "compress_pickle.loads",
            "pyarrow.deserialize",
            "pyarrow.deserialize_pandas",
            "hickle.load",
            "srsly.pickle_loads",
            "pickle.decode_long",
            "multiprocessing.managers.BaseManager",
            "skops.io.load",
            "mlflow.pyfunc.load_model",
            "mlflow.sklearn.load_model",
            "spacy.util.load_model",
            "catboost.CatBoost().load_model",
            "_codecs.decode",
            "celery.Celery",
            "rq.Queue",
            "zodbpickle.loads",
            "sqlalchemy.ext.serializer.loads",
            "multiprocessing.reduction.ForkingPickler.loads",
            "copyreg._reconstructor",
        ],
        rule: &data::PICKLE_INSIDE,
        judge: other,
    },
    Sink {
        paths: &["numpy.load", "numpy.lib.npyio.load", "numpy.lib.format.read_array"],
        rule: &data::PICKLE_INSIDE,
        judge: numpy,
    },
    Sink {
        paths: &[
            "keras.models.load_model",
            "tensorflow.keras.models.load_model",
            "tf.keras.models.load_model",
        ],
        rule: &data::REMOTE_CODE_TRUSTED,
        judge: keras,
    },
    Sink {
        paths: &[
            "*.from_pretrained",
            "transformers.pipeline",
            "datasets.load_dataset",
            "torch.hub.load",
        ],
        rule: &data::REMOTE_CODE_TRUSTED,
        judge: trusts,
    },
    Sink {
        paths: &[
            "*.from_pretrained",
            "*.load_dataset",
            "*.hf_hub_download",
            "*.snapshot_download",
            "datasets.load_dataset",
            "huggingface_hub.hf_hub_download",
            "huggingface_hub.snapshot_download",
        ],
        rule: &data::HUB_DOWNLOAD_WITHOUT_REVISION,
        judge: hub,
    },
];

fn outside(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.first() {
        Some(first) => site.raised(first, site.rule.severity, Severity::High),
        None => site.plain(),
    }
}

fn pickle(site: &Site<'_, '_>) -> Option<Verdict> {
    let Some(first) = site.argument("file", 0).or_else(|| site.keyword("data")) else {
        return site.at(Severity::Low);
    };
    if site.path.starts_with("jsonpickle") && site.text(first).is_some_and(|it| !it.contains("py/"))
    {
        return site.because(Severity::Low, "on a constant text");
    }
    // A buffer around bytes says nothing of where they come from.
    let wrapped = match first {
        Expr::Call(call) if site.paths(first).iter().any(|path| path.ends_with("BytesIO()")) => {
            call.arguments.args.first()
        }
        _ => None,
    };
    let first = wrapped.unwrap_or(first);
    let own = site.paths(first).iter().any(|path| {
        [
            "pickle.dumps()",
            "cloudpickle.dumps()",
            "dill.dumps()",
            "io.BytesIO()",
            "jsonpickle.encode()",
            "BytesIO()",
        ]
        .iter()
        .any(|made| path.starts_with(made))
    });
    let origin = site.origin(first);
    if own && !origin.is_outside() && !origin.has(Origin::DECODED) {
        return site.because(Severity::Low, "that was made here");
    }
    site.raised(first, Severity::Medium, Severity::High)
}

fn yaml(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.path {
        "yaml.load" | "yaml.load_all" | "ruamel.yaml.load" => {
            let loader = site.argument("Loader", 1);
            let safe = |path: &String| {
                ["SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader"]
                    .iter()
                    .any(|name| path.rsplit('.').next() == Some(name))
            };
            if loader.is_some_and(|loader| site.paths(loader).iter().any(safe)) {
                return None;
            }
            outside(site)
        }
        "ruamel.yaml.YAML" => {
            let kind = site.argument("typ", 0).and_then(|kind| site.text(kind))?;
            if kind == "unsafe" { site.plain() } else { None }
        }
        _ => outside(site),
    }
}

fn torch(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.constant_keyword("weights_only").is_some_and(|value| value.is_true()) {
        return None;
    }
    site.plain()
}

fn other(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.path {
        "joblib.load" => pickle(site),
        "multiprocessing.connection.Client"
        | "multiprocessing.connection.Listener"
        | "multiprocessing.managers.BaseManager" => site.plain(),
        "celery.Celery" | "rq.Queue" => site.at(Severity::Info),
        _ => site.plain(),
    }
}

fn numpy(site: &Site<'_, '_>) -> Option<Verdict> {
    let allowed = site.argument("allow_pickle", 2)?;
    match site.constant(allowed) {
        Some(value) if value.is_true() => outside(site),
        Some(_) => None,
        None => site.at(Severity::Low),
    }
}

fn keras(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.constant_keyword("safe_mode") {
        Some(value) if !value.is_true() => site.plain(),
        _ => site.at(Severity::Low),
    }
}

fn trusts(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.constant_keyword("trust_remote_code")?.is_true() { site.plain() } else { None }
}

/// As Bandit's B615 sees it: the library is imported, and neither a commit nor a local folder is named.
fn hub(site: &Site<'_, '_>) -> Option<Verdict> {
    if !["transformers", "datasets", "huggingface_hub"]
        .iter()
        .any(|module| site.names.imports(module))
    {
        return None;
    }
    for name in ["revision", "commit_id"] {
        let Some(expr) = site.keyword(name) else { continue };
        let pinned = match site.text(expr) {
            Some(text) => text.len() >= 7 && text.chars().all(|letter| letter.is_ascii_hexdigit()),
            None => true,
        };
        if pinned {
            return None;
        }
    }
    let first = site.first().and_then(|first| site.text(first));
    let local = first.is_some_and(|name| name.starts_with(['/', '.']));
    if local { None } else { site.plain() }
}

/// A function that says how objects are made again, with one that runs code or commands.
fn reduces(site: &Site<'_, '_>) -> Option<Verdict> {
    let function = site.argument("pickle_function", 1)?;
    let makers = site.names.results(function, site.scope).into_iter();
    let first = makers.filter_map(|place| Some((place.expr.as_tuple_expr()?.elts.first()?, place)));
    let mut targets = first.flat_map(|(maker, place)| site.names.resolve(maker, place.scope));
    if targets.any(|target| target.path.is_dangerous()) { site.plain() } else { None }
}
