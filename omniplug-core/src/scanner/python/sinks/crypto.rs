//! Ciphers, digests and random numbers.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::python::value::Value;
use crate::scanner::rules::python::crypto;
use ruff_python_ast::Expr;

pub(super) const SINKS: &[Sink] = &[
    Sink {
        paths: &["hashlib.md5", "hashlib.sha1", "hashlib.sha", "hashlib.md4", "hashlib.new"],
        rule: &crypto::WEAK_DIGEST,
        judge: digest,
    },
    Sink {
        paths: &["jwt.encode", "jwt.decode", "jose.jwt.encode", "jose.jwt.decode"],
        rule: &crypto::PASSWORD_ARGUMENT,
        judge: signs,
    },
    Sink {
        paths: &[
            "jwt.encode",
            "jose.jwt.encode",
            "jwt.decode",
            "jwt.PyJWT().decode",
            "jose.jwt.decode",
            "jwt.api_jwt.decode",
        ],
        rule: &crypto::SIGNATURE_NOT_CHECKED,
        judge: unsigned,
    },
    Sink { paths: &["crypt.crypt", "crypt.mksalt"], rule: &crypto::WEAK_DIGEST, judge: crypt },
    Sink {
        paths: &[
            "Crypto.Hash.MD2.new",
            "Crypto.Hash.MD4.new",
            "Crypto.Hash.MD5.new",
            "Crypto.Hash.SHA.new",
            "Crypto.Hash.SHA1.new",
            "cryptography.hazmat.primitives.hashes.MD5",
            "cryptography.hazmat.primitives.hashes.SHA1",
            "md5.new",
            "sha.new",
            "hmac.HMAC().md5",
        ],
        rule: &crypto::WEAK_DIGEST,
        judge: plain,
    },
    Sink {
        paths: &[
            "Crypto.Cipher.ARC2.new",
            "Crypto.Cipher.ARC4.new",
            "Crypto.Cipher.Blowfish.new",
            "Crypto.Cipher.DES.new",
            "Crypto.Cipher.DES3.new",
            "Crypto.Cipher.XOR.new",
            "Crypto.Cipher.CAST.new",
            "cryptography.hazmat.primitives.ciphers.algorithms.ARC4",
            "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish",
            "cryptography.hazmat.primitives.ciphers.algorithms.CAST5",
            "cryptography.hazmat.primitives.ciphers.algorithms.IDEA",
            "cryptography.hazmat.primitives.ciphers.algorithms.SEED",
            "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES",
            "pyDes.des",
        ],
        rule: &crypto::WEAK_CIPHER,
        judge: plain,
    },
    Sink {
        paths: &["cryptography.hazmat.primitives.ciphers.modes.ECB"],
        rule: &crypto::WEAK_CIPHER_MODE,
        judge: plain,
    },
    Sink { paths: &["Crypto.Cipher.AES.new"], rule: &crypto::WEAK_CIPHER_MODE, judge: ecb },
    Sink {
        paths: &[
            "hmac.new",
            "hmac.HMAC",
            "hmac.digest",
            "Crypto.Cipher.AES.new",
            "cryptography.fernet.Fernet",
            "cryptography.hazmat.primitives.ciphers.algorithms.AES",
        ],
        rule: &crypto::PASSWORD_IN_CODE,
        judge: written_key,
    },
    Sink {
        paths: &[
            "random.Random",
            "random.random",
            "random.randrange",
            "random.randint",
            "random.choice",
            "random.choices",
            "random.uniform",
            "random.triangular",
            "random.randbytes",
            "random.sample",
            "random.getrandbits",
        ],
        rule: &crypto::PREDICTABLE_RANDOM,
        judge: random,
    },
    Sink {
        paths: &[
            "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key",
            "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key",
            "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key",
            "Crypto.PublicKey.RSA.generate",
            "Crypto.PublicKey.DSA.generate",
        ],
        rule: &crypto::SHORT_KEY,
        judge: key_size,
    },
];

fn digest(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.constant_keyword("usedforsecurity").is_some_and(|value| !value.is_true()) {
        return None;
    }
    if site.path != "hashlib.new" {
        return site.plain();
    }
    let name = site.argument("name", 0).and_then(|expr| site.text(expr))?.to_lowercase();
    if matches!(name.as_str(), "md4" | "md5" | "sha" | "sha1" | "sha-1") {
        site.plain()
    } else {
        None
    }
}

fn crypt(site: &Site<'_, '_>) -> Option<Verdict> {
    let all =
        site.call.arguments.args.iter().chain(site.keyword("salt")).chain(site.keyword("method"));
    let weak = |path: &String| {
        ["METHOD_CRYPT", "METHOD_MD5", "METHOD_BLOWFISH"].iter().any(|name| path.ends_with(name))
    };
    if all.into_iter().any(|expr| site.paths(expr).iter().any(weak)) { site.plain() } else { None }
}

/// A key that is a text of the file.
fn written_key(site: &Site<'_, '_>) -> Option<Verdict> {
    let key = site.argument("key", 0)?;
    let bytes = |expr: &Expr| match expr {
        Expr::BytesLiteral(bytes) => bytes.value.len(),
        _ => 0,
    };
    let length = bytes(key).max(site.text(key).map_or(0, |text| text.len()));
    if length >= 8 { site.at(Severity::Medium) } else { None }
}

fn ecb(site: &Site<'_, '_>) -> Option<Verdict> {
    let mode = site.argument("mode", 1)?;
    if site.paths(mode).iter().any(|path| path.ends_with("MODE_ECB")) { site.plain() } else { None }
}

/// Ordinary in science; not where a secret is made.
fn random(site: &Site<'_, '_>) -> Option<Verdict> {
    let secret = |name: &&str| {
        let name = name.to_lowercase();
        [
            "token",
            "password",
            "passwd",
            "secret",
            "session",
            "otp",
            "nonce",
            "salt",
            "api_key",
            "private_key",
            "auth",
            "credential",
        ]
        .iter()
        .any(|word| {
            name.split('_').any(|part| part == *word) || (word.contains('_') && name.contains(word))
        })
    };
    if site.about.iter().any(secret) {
        site.because(Severity::Medium, "for a secret")
    } else {
        site.plain()
    }
}

fn key_size(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.contains(".ec.") {
        let curve = site.argument("curve", 0)?;
        let paths = site.paths(curve);
        let name = paths.first()?.trim_end_matches("()").rsplit('.').next()?;
        let short = matches!(name, "SECP192R1" | "SECT163K1" | "SECT163R2");
        return if short { site.plain() } else { None };
    }
    let position = usize::from(site.path.ends_with("rsa.generate_private_key"));
    let expr = site.argument("key_size", position).or_else(|| site.keyword("bits"))?;
    match site.constant(expr) {
        Some(Value::Int(bits)) if bits < 1024 => site.at(Severity::High),
        Some(Value::Int(bits)) if bits < 2048 => site.plain(),
        _ => None,
    }
}

/// `verify=False`, or the same among the options.
/// A token's key that everybody who has the code has.
fn signs(site: &Site<'_, '_>) -> Option<Verdict> {
    let key = site.argument("key", 1)?;
    let constant = site.text(key).is_some_and(|key| !key.is_empty() && !key.contains("PUBLIC KEY"));
    if constant { site.at(Severity::Medium) } else { None }
}

fn unsigned(site: &Site<'_, '_>) -> Option<Verdict> {
    let none = |expr| match site.constant(expr) {
        Some(Value::Str(name)) => name.eq_ignore_ascii_case("none"),
        Some(Value::List(names)) => names
            .iter()
            .any(|name| matches!(name, Value::Str(name) if name.eq_ignore_ascii_case("none"))),
        _ => false,
    };
    if ["algorithm", "algorithms"].iter().filter_map(|name| site.keyword(name)).any(none) {
        return site.plain();
    }
    let is_off = |expr| site.constant(expr) == Some(Value::Bool(false));
    let checks = |key: &str| matches!(key, "verify_signature" | "verify");
    let off_in = |expr: &Expr| {
        let Expr::Dict(dict) = expr else { return false };
        dict.items.iter().any(|item| {
            let key = item.key.as_ref().and_then(Expr::as_string_literal_expr);
            let off = matches!(&item.value, Expr::BooleanLiteral(literal) if !literal.value);
            off && key.is_some_and(|key| checks(key.value.to_str()))
        })
    };
    let off =
        site.keyword("verify").is_some_and(is_off) || site.keyword("options").is_some_and(off_in);
    if off { site.plain() } else { None }
}
