"""Encoding a table that a plugin returns: DataFrame, or Table of NumPy arrays or lists."""
import sys

from .errors import PluginError
from .tables import missing_floats

FLOAT, INTEGER, BOOLEAN, TEXT = "float64", "int64", "bool", "utf8"


def encode_table(table, body, place, notes):
    """Puts the columns into the body and answers the table's description."""
    named = _named_columns(table, place)
    if not named:
        return {"rows": 0, "columns": []}
    rows = len(named[0][1])
    seen = set()
    described = []
    for name, values in named:
        where = "%s[%r]" % (place, name)
        if name in seen:
            raise PluginError("InvalidResult", "`%s` has two columns `%s`; rename one" % (place, name))
        seen.add(name)
        if len(values) != rows:
            raise PluginError(
                "InvalidResult",
                "column `%s` has %d values, the first column has %d" % (where, len(values), rows),
            )
        column = _encode_column(values, body, where, notes)
        column["name"] = name
        described.append(column)
    return {"rows": rows, "columns": described}


def _named_columns(table, place):
    if isinstance(table, dict):
        return [(str(name), _sized(values, place, name)) for name, values in table.items()]
    # Row labels that say something (names, groups) become ordinary columns; plain numbering does not.
    index = table.index
    labelled = index.nlevels > 1 or index.name is not None or index.inferred_type not in ("integer", "empty")
    columns = []
    if labelled:
        for level in range(index.nlevels):
            name = index.names[level]
            if name is None:
                name = "index" if index.nlevels == 1 else "level_%d" % level
            columns.append((_name(name), index.get_level_values(level).to_series()))
    return columns + list(zip(map(_name, table.columns), _values(table)))


def _values(table):
    """The columns of a frame: arrays where all of it is one array of numbers, which is faster by far."""
    if len(table.columns) > 1 and getattr(getattr(table, "_mgr", None), "is_single_block", False):
        values = table.to_numpy()
        if values.dtype.kind in "fiub":
            import numpy

            return list(numpy.ascontiguousarray(values.T) if values.flags.c_contiguous else values.T)
    return [series for _, series in table.items()]


def _name(label):
    if isinstance(label, tuple):
        return ".".join(str(part) for part in label if part != "")
    return label if type(label) is str else str(label)


def _sized(values, place, name):
    if isinstance(values, (str, bytes)) or not hasattr(values, "__len__"):
        raise PluginError(
            "InvalidResult", "column `%s[%r]` is a `%s`; make it a list" % (place, name, type(values).__name__)
        )
    return values


def _encode_column(values, body, where, notes):
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(values, (pandas.Series, pandas.Index, pandas.Categorical)):
        return _encode_series(pandas, pandas.Series(values), body, where, notes)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(values, numpy.ndarray):
        return _encode_array(numpy, values, body, where, notes)
    return _encode_objects(list(values), body, where)


def _encode_series(pandas, series, body, where, notes):
    import numpy

    kind = series.dtype
    if isinstance(kind, pandas.CategoricalDtype):
        return _encode_category(numpy, series.cat, body, where)
    if isinstance(kind, pandas.DatetimeTZDtype):
        zone = _zone_name(kind.tz)
        moments = series.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
        return _encode_array(numpy, moments, body, where, notes, zone)
    if isinstance(kind, numpy.dtype):
        return _encode_array(numpy, series.to_numpy(), body, where, notes)
    name = str(kind).lower()
    missing = series.isna().to_numpy()
    base = getattr(kind, "numpy_dtype", None)
    if base is not None and getattr(base, "kind", "O") in "fiub" and not name.startswith("sparse"):
        plain = series.to_numpy(dtype=base, na_value=base.type("nan" if base.kind == "f" else 0))
        return _encode_array(numpy, plain, body, where, notes, missing=missing)
    values = [None if gone else v for v, gone in zip(series.tolist(), missing)]
    if name.startswith(("period", "interval")):
        values = [None if v is None else str(v) for v in values]
    return _encode_objects(values, body, where, empty=TEXT)


def _encode_category(numpy, categorical, body, where):
    labels = categorical.categories.tolist()
    codes = categorical.codes.to_numpy()
    if all(isinstance(label, str) for label in labels):
        return _column(
            "category", body, codes.astype("<i4"), categories=labels, ordered=bool(categorical.ordered)
        )
    labels.append(None)
    return _encode_objects([labels[code] for code in codes], body, where)


def _encode_array(numpy, values, body, where, notes, zone=None, missing=None):
    if values.ndim != 1:
        raise PluginError("InvalidResult", "column `%s` has %d dimensions; one is needed" % (where, values.ndim))
    kind = values.dtype.kind
    if kind in "iub":
        name = "bool" if kind == "b" else values.dtype.name
        return _column(name, body, _flat(numpy, values), missing)
    if kind == "f":
        name = {2: "float32", 4: "float32"}.get(values.dtype.itemsize, "float64")
        values = _flat(numpy, values.astype(name, copy=False))
        return _column(name, body, values, missing_floats(numpy, values) if missing is None else missing)
    if kind == "M":
        return _encode_moments(numpy, values, body, where, notes, zone)
    if kind == "m":
        return _column("float64", body, _flat(numpy, values / numpy.timedelta64(1, "s")))
    return _encode_objects(values.tolist(), body, where, empty=TEXT)


def _encode_moments(numpy, values, body, where, notes, zone):
    missing = numpy.isnat(values)
    unit = numpy.datetime_data(values.dtype)[0]
    # Dates are given to plugins in seconds, since pandas has no days; whole days in seconds go back as dates.
    if unit == "D" or unit == "s" and zone is None and (values.astype("M8[D]") == values)[~missing].all():
        days = values.astype("M8[D]").astype("i8")
        days[missing] = 0
        if days.size and (days.max() >= 1 << 31 or days.min() < -(1 << 31)):
            raise PluginError("InvalidResult", "column `%s` has a date beyond 32 bits of days" % where)
        return _column("date", body, days.astype("<i4"), missing)
    more = {"timezone": zone}
    whole = values.astype("M8[us]")
    if (whole != values)[~missing].any():
        whole = values.astype("M8[ns]")
        more["unit"] = "ns"
        if (whole != values)[~missing].any():
            notes.append("column `%s` has parts of nanoseconds; they were cut off" % where)
    counts = whole.astype("i8")
    counts[missing] = 0
    return _column("timestamp", body, counts, missing, **more)


def _flat(numpy, values):
    return numpy.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))


def _column(kind, body, values, missing=None, **more):
    """Adds a column of a fixed width from a NumPy array (and its mask of missing values)."""
    validity = None
    count = 0
    if missing is not None and missing.any():
        count = int(missing.sum())
        validity = body.add((~missing).view("u1"))
    data = values.view("u1") if values.size else b""
    return {"type": kind, "nulls": count, "validity": validity, "offsets": None, "data": body.add(data), **more}


def _encode_objects(values, body, where, empty=FLOAT):
    """A column of Python values: one type, None (or NaN, NaT, NA) where a value is missing.

    Nothing but missing values has no type of its own and gets `empty`.
    """
    values = [_plain(v) for v in values]
    kinds = set(map(type, values)) - {type(None)}
    if float in kinds and not kinds <= {int, float}:
        # pandas writes a missing text or boolean as NaN.
        values = [None if v != v else v for v in values]
        kinds = set(map(type, values)) - {type(None)}
    names = {kind.__name__ for kind in kinds}
    if kinds == {str} or not kinds and empty == TEXT:
        return _encode_texts(values, body)
    if not kinds:
        return _packed(empty, "d", values, body, float("nan"))
    if kinds == {bool}:
        return _packed("bool", "B", values, body, False)
    if kinds == {int}:
        low = min(v for v in values if v is not None)
        high = max(v for v in values if v is not None)
        if low >= -(1 << 63) and high < 1 << 63:
            return _packed("int64", "q", values, body, 0)
        if low >= 0 and high < 1 << 64:
            return _packed("uint64", "Q", values, body, 0)
        raise PluginError(
            "InvalidResult", "column `%s` has integers beyond 64 bits; make them text or float" % where
        )
    if kinds <= {int, float}:
        return _packed("float64", "d", values, body, float("nan"))
    if names <= {"date", "datetime"}:
        return _encode_dates(values, names, body, where)
    for row, value in enumerate(values):
        if type(value) not in (str, bool, int, float, type(None)):
            raise PluginError(
                "InvalidResult",
                "column `%s` holds a `%s` in row %d; a column holds text, numbers, booleans, dates or times"
                % (where, type(value).__name__, row),
            )
    raise PluginError(
        "InvalidResult",
        "column `%s` mixes %s; convert it to one type" % (where, ", ".join("`%s`" % n for n in sorted(names))),
    )


def _plain(value):
    if value is None or type(value) in (str, int, bool, float):
        return value
    pandas = sys.modules.get("pandas")
    if pandas is not None and (value is pandas.NA or value is pandas.NaT):
        return None
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.generic):
        return value.item()
    if isinstance(value, str):
        return str.__str__(value)
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    return value


def _packed(kind, code, values, body, filler):
    from array import array

    count = values.count(None)
    validity = body.add(bytes(v is not None for v in values)) if count else None
    data = array(code, [filler if v is None else v for v in values] if count else values)
    return {
        "type": kind, "nulls": count, "validity": validity, "offsets": None, "data": body.add(data.tobytes())
    }


def _encode_texts(values, body):
    from array import array

    count = values.count(None)
    validity = body.add(bytes(v is not None for v in values)) if count else None
    # Lone surrogates can't be UTF-8.
    parts = [b"" if v is None else v.encode("utf-8", "replace") for v in values]
    offsets = array("q", [0])
    position = 0
    for part in parts:
        position += len(part)
        offsets.append(position)
    return {
        "type": TEXT, "nulls": count, "validity": validity,
        "offsets": body.add(offsets.tobytes()), "data": body.add(b"".join(parts)),
    }


def _encode_dates(values, names, body, where):
    import datetime

    if names == {"date"}:
        first = datetime.date(1970, 1, 1).toordinal()
        return _packed("date", "i", [None if v is None else v.toordinal() - first for v in values], body, 0)
    zones = {_zone_name(getattr(v, "tzinfo", None)) for v in values if v is not None}
    if len(zones) > 1 or names != {"datetime"}:
        raise PluginError(
            "InvalidResult", "column `%s` mixes time zones, or dates with times; convert it to one" % where
        )
    zone = zones.pop()
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc if zone else None)
    step = datetime.timedelta(microseconds=1)
    counts = [None if v is None else (v - start) // step for v in values]
    column = _packed("timestamp", "q", counts, body, 0)
    column["timezone"] = zone
    return column


def _zone_name(zone):
    """The name as Arrow writes it: `Europe/Berlin`, `UTC`, `+05:30`."""
    if zone is None:
        return None
    name = str(zone)
    return name[3:] if name.startswith(("UTC+", "UTC-")) else name
