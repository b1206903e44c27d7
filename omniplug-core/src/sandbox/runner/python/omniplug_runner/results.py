"""From a plugin's result to JSON and tables.

JSON holds None, bool, int, finite float, str, list and dict. Beyond them:

- NaN and infinities become null; one warning counts them. In a table's columns they survive.
- Integers beyond 64 bits become text of their exact digits; a warning says so.
- tuple, range and NumPy arrays become lists; NumPy scalars plain ones; a pandas Series a list, or an object
  when its index is made of labels; DataFrame and Table become tables.
- datetime, date and time become ISO 8601 text, timedelta seconds, Decimal and UUID and paths text, an Enum its
  value, a dataclass an object.
- Anything else (set, bytes, complex, your own classes) is an error that names its place: it has no one
  obvious form, so the plugin must choose.
"""
import sys

from .errors import PluginError
from .values import Table

ENVELOPE = ("data", "metadata", "logs", "warnings", "errors", "execution_time", "success")
DEEPEST = 90
SMALLEST_INT = -(1 << 63)
LARGEST_INT = (1 << 64) - 1
PLAIN = {str, bool, type(None)}
REMEDIES = {
    "set": "return `sorted(x)` or `list(x)`",
    "frozenset": "return `sorted(x)` or `list(x)`",
    "bytes": "return text: `x.decode()`, or `base64.b64encode(x).decode()`",
    "bytearray": "return text: `x.decode()`, or `base64.b64encode(x).decode()`",
    "complex": "return its parts: `[x.real, x.imag]`",
    "generator": "return `list(x)`",
    "coroutine": "`execute` must not be `async`; call `asyncio.run` inside it",
}


class Converter:
    """Converts one result. With a body, tables go there; without, they become `{column: [values]}`."""

    def __init__(self, body):
        self.body = body
        self.tables = []
        self.notes = []
        self.not_finite = 0
        self.too_large = 0

    def envelope(self, result):
        """The reply's `data`, `metadata`, `logs`, `warnings` and `errors` of a result.

        Raises PluginError where the envelope says that the plugin failed.
        """
        result = _fields_of(result)
        if not _is_envelope(result):
            result = {"data": result}
        reply = {"data": self.convert(result.get("data"), "data")}
        metadata = result.get("metadata")
        if metadata is not None and not isinstance(metadata, dict):
            raise PluginError(
                "InvalidResult", "`metadata` is of type `%s`; make it a dict" % type(metadata).__name__
            )
        reply["metadata"] = self.convert(metadata or {}, "metadata", tables=False)
        if result.get("execution_time") is not None:
            seconds = self.convert(result["execution_time"], "execution_time", tables=False)
            reply["metadata"].setdefault("execution_time", seconds)
        for key in ("logs", "warnings", "errors"):
            reply[key] = self._texts(result.get(key), key)
        refused = result.get("success") is False
        if refused or (reply["errors"] and reply["data"] is None):
            message = reply["errors"][0] if reply["errors"] else "the plugin answered `success: False`"
            error = PluginError("PluginError", message)
            error.envelope = {key: reply[key] for key in ("metadata", "logs", "warnings", "errors")}
            raise error
        return reply

    def warnings(self):
        """What was changed on the way."""
        notes = list(self.notes)
        if self.not_finite:
            notes.append("%d numbers in the result are NaN or infinite; JSON has null there" % self.not_finite)
        if self.too_large:
            notes.append("%d integers in the result pass 64 bits; they are text" % self.too_large)
        return notes

    def convert(self, value, place, tables=True):
        """The JSON form of a value; `place` names it in errors."""
        self._tables_allowed = tables
        return self._value(value, (None, place), 0)

    def _texts(self, values, key):
        if values is None:
            return []
        if isinstance(values, (str, dict)) or not hasattr(values, "__iter__"):
            values = [values]
        return [v if isinstance(v, str) else str(v) for v in values]

    def _value(self, value, place, depth):
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is float:
            return self._float(value)
        if kind is int:
            return self._int(value)
        if depth > DEEPEST:
            raise PluginError(
                "InvalidResult",
                "`%s` is nested deeper than %d levels, or holds itself" % (_first(place), DEEPEST),
            )
        if kind is list or kind is tuple:
            return self._list(value, place, depth)
        if isinstance(value, Table) or _is_frame(value):
            return self._table(value, place, depth)
        if isinstance(value, dict):
            return self._dict(value, place, depth)
        return self._other(value, place, depth)

    def _float(self, value):
        if value - value == 0.0:
            return value
        self.not_finite += 1
        return None

    def _int(self, value):
        if SMALLEST_INT <= value <= LARGEST_INT:
            return value
        self.too_large += 1
        return _digits(value)

    def _list(self, values, place, depth):
        kinds = set(map(type, values))
        if kinds <= PLAIN:
            return list(values)
        if kinds == {float}:
            # A sum is finite only if each number is (a sum that overflows takes the slower way).
            total = sum(values)
            return list(values) if total - total == 0.0 else [self._float(v) for v in values]
        if kinds == {int} and SMALLEST_INT <= min(values) and max(values) <= LARGEST_INT:
            return list(values)
        return [self._value(v, (place, i), depth + 1) for i, v in enumerate(values)]

    def _dict(self, value, place, depth):
        converted = {}
        for key, item in value.items():
            name = key if type(key) is str else self._key(key, place)
            if name in converted:
                raise PluginError("InvalidResult", "`%s` has the key `%s` twice" % (_path(place), name))
            if name == "$table":
                raise PluginError(
                    "InvalidResult", "`%s` has the key `$table`, which is reserved" % _path(place)
                )
            converted[name] = self._value(item, (place, name), depth + 1)
        return converted

    def _key(self, key, place):
        if isinstance(key, str):
            return str.__str__(key)
        if key is None or isinstance(key, bool):
            return {None: "null", True: "true", False: "false"}[key]
        if isinstance(key, (int, float)) or _numpy_scalar(key):
            return str(key)
        if hasattr(key, "isoformat"):
            return key.isoformat()
        raise PluginError(
            "InvalidResult",
            "`%s` has the key %.80r of type `%s`; make keys text" % (_path(place), key, type(key).__name__),
        )

    def _table(self, value, place, depth):
        from . import tables

        if self.body is None:
            return {k: self._list(list(v), (place, k), depth + 1) for k, v in value.items()}
        if not self._tables_allowed:
            raise PluginError(
                "InvalidResult", "`%s` is a table; tables belong into `data`" % _path(place)
            )
        self.tables.append(tables.encode(value, self.body, _path(place), self.notes))
        return {"$table": len(self.tables) - 1}

    def _other(self, value, place, depth):
        simple = _simple(value)
        if simple is not value:
            return self._value(simple, place, depth + 1)
        kind = type(value).__name__
        remedy = REMEDIES.get(kind, "return text, numbers, lists, dicts or tables")
        raise PluginError(
            "InvalidResult", "`%s` is a `%s`, which JSON can't hold; %s" % (_path(place), kind, remedy)
        )


def _is_envelope(result):
    return isinstance(result, dict) and "data" in result and not isinstance(result, Table) and all(
        key in ENVELOPE for key in result
    )


def _is_frame(value):
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, getattr(pandas, "DataFrame", ()))


def _numpy_scalar(value):
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, getattr(numpy, "generic", ()))


def _fields_of(value):
    """A dataclass instance as a dict of its fields, anything else unchanged."""
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is None or isinstance(value, type):
        return value
    return {name: getattr(value, name) for name in fields if hasattr(value, name)}


def _simple(value):
    """A simpler form of a value of a known type; the value itself where there is none."""
    if isinstance(value, str):
        return str.__str__(value)
    fields = _fields_of(value)
    if fields is not value:
        return fields
    for form in (_array, _dated, _standard):
        found = form(value)
        if found is not value:
            return found
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, range) or type(value).__name__ in ("dict_keys", "dict_values", "deque", "array"):
        return list(value)
    return value


def _array(value):
    """NumPy and pandas objects."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and hasattr(pandas, "Series"):
        if value is pandas.NaT or value is pandas.NA:
            return None
        if isinstance(value, pandas.Series):
            labels = value.index
            if labels.inferred_type in ("string", "categorical") and labels.is_unique:
                return dict(zip(labels.tolist(), value.tolist()))
            return value.tolist()
        if isinstance(value, (pandas.Index, pandas.api.extensions.ExtensionArray)):
            return value.tolist()
        if isinstance(value, (pandas.Period, pandas.Interval)):
            return str(value)
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "ndarray"):
        return value
    if isinstance(value, numpy.ndarray):
        if value.dtype.kind == "M":
            return [None if text == "NaT" else text for text in numpy.datetime_as_string(value).tolist()] \
                if value.ndim == 1 else numpy.datetime_as_string(value).tolist()
        if value.dtype.kind == "m":
            return (value / numpy.timedelta64(1, "s")).tolist()
        return value.tolist()
    if isinstance(value, numpy.datetime64):
        return None if numpy.isnat(value) else str(value)
    if isinstance(value, numpy.timedelta64):
        return None if numpy.isnat(value) else float(value / numpy.timedelta64(1, "s"))
    if isinstance(value, numpy.longdouble):
        return float(value)
    if isinstance(value, numpy.generic):
        return value.item()
    return value


def _dated(value):
    datetime = sys.modules.get("datetime")
    if datetime is None:
        return value
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    return value


def _standard(value):
    """Decimal, UUID, Enum and paths; a type can only be met when its module is loaded."""
    for module, name in (("decimal", "Decimal"), ("uuid", "UUID"), ("pathlib", "PurePath")):
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(value, kind):
            return str(value)
    kind = getattr(sys.modules.get("enum"), "Enum", None)
    if kind is not None and isinstance(value, kind):
        return value.value
    kind = getattr(sys.modules.get("fractions"), "Fraction", None)
    if kind is not None and isinstance(value, kind):
        return str(value)
    return value


def _digits(value):
    """All digits, also of integers longer than the interpreter agrees to print."""
    try:
        return str(value)
    except ValueError:
        return hex(value)


def _path(place):
    parts = []
    while place is not None:
        place, key = place
        parts.append(key)
    text = str(parts.pop())
    for key in reversed(parts):
        text += "[%d]" % key if isinstance(key, int) else "." + key
    return text


def _first(place):
    """The outer part of a deep path."""
    text = _path(place)
    return text if len(text) <= 60 else text[:60] + "…"
