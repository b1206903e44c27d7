//! Data from outside, followed to where it is used.

use super::names::{Binding, Names, Place, ScopeId};
use ruff_python_ast::{Expr, InterpolatedStringElement};
use ruff_text_size::Ranged;

const DEEPEST: u8 = 14;

/// Where the parts of a value come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Origin(u8);

impl Origin {
    pub(super) const INPUT: Self = Self(1);
    pub(super) const ENVIRONMENT: Self = Self(2);
    pub(super) const FILE: Self = Self(4);
    pub(super) const NETWORK: Self = Self(8);
    pub(super) const DECODED: Self = Self(16);
    /// Names of files that were looked for.
    pub(super) const LISTING: Self = Self(32);
    /// What tells one machine or user from another.
    pub(super) const IDENTITY: Self = Self(64);
    /// Where the code of the plugin or of others lies.
    pub(super) const CODE: Self = Self(128);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Somebody else chooses it.
    pub(super) fn is_outside(self) -> bool {
        self.has(Self(1 | 2 | 4 | 8))
    }

    /// How a message says it, most telling first.
    pub(super) fn said(self) -> Option<&'static str> {
        let known = [
            (Self::NETWORK, "with data from the network"),
            (Self::DECODED, "with text that was decoded"),
            (Self::INPUT, "with input from outside"),
            (Self::ENVIRONMENT, "with the environment"),
            (Self::FILE, "with the content of a file"),
            (Self::IDENTITY, "with what identifies the machine"),
        ];
        known.iter().find(|(origin, _)| self.has(*origin)).map(|(_, said)| *said)
    }
}

/// What the value of a path brings with it, if it is a source.
fn source(path: &str) -> Option<Origin> {
    let request = path.strip_prefix("request");
    if request.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])) {
        return Some(Origin::INPUT);
    }
    let is = |prefixes: &[&str]| prefixes.iter().any(|prefix| path.starts_with(prefix));
    Some(
        if is(&[
            "input()",
            "sys.argv",
            "sys.stdin",
            "raw_input()",
            "flask.request",
            "fileinput.input()",
            "argparse.ArgumentParser().parse_args()",
            "getpass.getpass()",
        ]) {
            Origin::INPUT
        } else if is(&["os.environ", "os.getenv()", "os.environb"]) {
            Origin::ENVIRONMENT
        } else if is(&[
            "open()",
            "pathlib.Path().read_",
            "pathlib.Path.home().read_",
            "pathlib.Path().open()",
            "os.read()",
            "linecache.getline",
            "numpy.fromfile()",
            "configparser.ConfigParser()",
            "configparser.RawConfigParser()",
        ]) || path.ends_with(".read_text()")
            || path.ends_with(".read_bytes()")
        {
            Origin::FILE
        } else if is(&[
            "requests.get()",
            "requests.post()",
            "requests.request()",
            "requests.Session().",
            "urllib.request.urlopen()",
            "urllib.urlopen()",
            "httpx.get()",
            "httpx.post()",
            "socket.socket().recv",
            "socket.create_connection().recv",
            "aiohttp.ClientSession().",
            "http.client.HTTPSConnection().",
            "http.client.HTTPConnection().",
            "urllib3.PoolManager().",
            "urllib.request.urlretrieve()",
            "dns.resolver.",
            "httpx.Client().",
            "xmlrpc.client.ServerProxy().",
        ]) {
            Origin::NETWORK
        } else if is(&[
            "base64.b64decode()",
            "base64.b32decode()",
            "base64.b16decode()",
            "base64.b85decode()",
            "base64.a85decode()",
            "base64.decodebytes()",
            "base64.urlsafe_b64decode()",
            "base64.standard_b64decode()",
            "binascii.unhexlify()",
            "binascii.a2b_",
            "codecs.decode()",
            "zlib.decompress()",
            "gzip.decompress()",
            "bz2.decompress()",
            "lzma.decompress()",
            "bytes.fromhex()",
            "bytearray.fromhex()",
            "marshal.loads()",
            "cryptography.fernet.Fernet().decrypt()",
        ]) {
            Origin::DECODED
        } else if is(&[
            "os.listdir()",
            "os.walk()",
            "os.scandir()",
            "glob.glob()",
            "glob.iglob()",
            "pathlib.Path.home()",
            "pathlib.Path().glob()",
            "pathlib.Path().rglob()",
            "pathlib.Path().iterdir()",
        ]) || path.ends_with(".rglob()")
        {
            Origin::LISTING
        } else if is(&[
            "socket.gethostname()",
            "platform.",
            "getpass.getuser()",
            "os.getlogin()",
            "uuid.getnode()",
            "os.uname()",
            "pwd.",
            "psutil.",
            "subprocess.check_output()",
            "subprocess.run()",
            "os.popen()",
            "subprocess.getoutput()",
            "pyperclip.paste()",
            "PIL.ImageGrab.grab()",
            "sqlite3.connect()",
        ]) {
            Origin::IDENTITY
        } else if is(&[
            "site.getsitepackages()",
            "site.getusersitepackages()",
            "sysconfig.get_path",
            "distutils.sysconfig.get_python_lib()",
            "sys.path",
            "sys.prefix",
            "inspect.getfile()",
            "inspect.getsourcefile()",
        ]) || path.ends_with("__file__")
        {
            Origin::CODE
        } else {
            return None;
        },
    )
}

/// Functions whose result says nothing of what they were given.
fn cleans(path: &str) -> bool {
    matches!(
        path,
        "int"
            | "float"
            | "len"
            | "bool"
            | "isinstance"
            | "hash"
            | "id"
            | "shlex.quote"
            | "pipes.quote"
            | "type"
            | "ast.literal_eval"
            | "os.path.exists"
            | "os.path.getsize"
            | "range"
            | "min"
            | "max"
            | "sum"
            | "round"
            | "abs"
            | "hasattr"
            | "callable"
    ) || path.starts_with("hashlib.")
}

impl<'a> Names<'a> {
    /// Where the parts of the value come from.
    pub(super) fn origin(&self, expr: &'a Expr, scope: ScopeId) -> Origin {
        self.origin_at(Place { expr, scope }, 0)
    }

    fn origin_at(&self, place: Place<'a>, depth: u8) -> Origin {
        if depth > DEEPEST || !self.stride() {
            return Origin::default();
        }
        let scope = place.scope;
        let of = |expr: &'a Expr| self.origin_at(Place { expr, scope }, depth + 1);
        let all = |exprs: &mut dyn Iterator<Item = &'a Expr>| {
            exprs.take(64).fold(Origin::default(), |origin, expr| origin.and(of(expr)))
        };
        match place.expr {
            Expr::Name(name) => {
                self.origin_of_name(&name.id, scope, name.range().start().to_u32(), depth)
            }
            Expr::Attribute(attribute) => {
                let paths = self.resolve(place.expr, scope);
                let known = paths.iter().filter_map(|target| source(&target.path));
                let own =
                    self.attributes.get(attribute.attr.as_str()).into_iter().flatten().take(4);
                let own = match &*attribute.value {
                    Expr::Name(name) if name.id == "self" => own
                        .fold(Origin::default(), |origin, place| {
                            origin.and(self.origin_at(*place, depth + 1))
                        }),
                    _ => Origin::default(),
                };
                known.fold(of(&attribute.value).and(own), Origin::and)
            }
            Expr::Call(call) => self.origin_of_call(call, place, depth),
            Expr::Subscript(subscript) => {
                let paths = self.resolve(place.expr, scope);
                let known = paths.iter().filter_map(|target| source(&target.path));
                known.fold(of(&subscript.value), Origin::and)
            }
            Expr::BinOp(operation) => of(&operation.left).and(of(&operation.right)),
            Expr::BoolOp(operation) => all(&mut operation.values.iter()),
            Expr::If(choice) => of(&choice.body).and(of(&choice.orelse)),
            Expr::Tuple(tuple) => all(&mut tuple.elts.iter()),
            Expr::List(list) => all(&mut list.elts.iter()),
            Expr::Set(set) => all(&mut set.elts.iter()),
            Expr::Dict(dict) => all(&mut dict.items.iter().map(|item| &item.value)),
            Expr::FString(text) => {
                let parts = text.value.elements().filter_map(|element| match element {
                    InterpolatedStringElement::Interpolation(part) => Some(&*part.expression),
                    InterpolatedStringElement::Literal(_) => None,
                });
                all(&mut parts.into_iter())
            }
            Expr::ListComp(each) => {
                of(&each.elt).and(all(&mut each.generators.iter().map(|g| &g.iter)))
            }
            Expr::Generator(each) => {
                of(&each.elt).and(all(&mut each.generators.iter().map(|g| &g.iter)))
            }
            Expr::DictComp(each) => {
                of(&each.value).and(all(&mut each.generators.iter().map(|g| &g.iter)))
            }
            Expr::Named(named) => of(&named.value),
            Expr::Await(awaited) => of(&awaited.value),
            Expr::Starred(starred) => of(&starred.value),
            _ => Origin::default(),
        }
    }

    fn origin_of_name(&self, name: &str, scope: ScopeId, offset: u32, depth: u8) -> Origin {
        let Some(bindings) = self.lookup(name, scope, offset) else {
            return source(name).unwrap_or_default();
        };
        let mut origin = Origin::default();
        for (_, binding) in bindings {
            let more = match binding {
                Binding::Value(place) | Binding::Item(place) | Binding::Grown { place, .. } => {
                    self.origin_at(*place, depth + 1)
                }
                Binding::Parameter { outside: true, .. } => Origin::INPUT,
                Binding::Import(path) => source(path).unwrap_or_default(),
                _ => Origin::default(),
            };
            origin = origin.and(more);
        }
        origin
    }

    fn origin_of_call(
        &self,
        call: &'a ruff_python_ast::ExprCall,
        place: Place<'a>,
        depth: u8,
    ) -> Origin {
        let scope = place.scope;
        let callees = self.resolve(&call.func, scope);
        if callees.iter().any(|callee| cleans(&callee.path)) {
            return Origin::default();
        }
        let mut origin = Origin::default();
        for callee in &callees {
            origin = origin.and(source(&format!("{}()", callee.path.as_str())).unwrap_or_default());
        }
        for result in self.results(&call.func, scope) {
            origin = origin.and(self.origin_at(result, depth + 1));
        }
        if let Expr::Attribute(method) = &*call.func {
            origin = origin.and(self.origin_at(Place { expr: &method.value, scope }, depth + 1));
        }
        let keywords = call.arguments.keywords.iter().map(|keyword| &keyword.value);
        for expr in call.arguments.args.iter().chain(keywords).take(32) {
            origin = origin.and(self.origin_at(Place { expr, scope }, depth + 1));
        }
        origin
    }
}
