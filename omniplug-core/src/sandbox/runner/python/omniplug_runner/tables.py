"""Tables on the wire: columns in, columns out.

In: a pandas DataFrame where pandas can be imported, else a `Table` of NumPy columns, else of lists. Columns
of numbers without missing values are used in place, without a copy.

| wire | pandas, NumPy | lists |
| --- | --- | --- |
| floats | the same; missing is a NaN of its own bits | float, None |
| integers | the same; with missing values `Int8` to `UInt64` (objects in NumPy: int, None) | int, None |
| bool | bool; with missing values `boolean` (objects in NumPy: True, False, None) | bool, None |
| utf8 | objects: str, None | str, None |
| category | Categorical (objects in NumPy) | str, None |
| timestamp | datetime64[us] or [ns], with its time zone in pandas | datetime, None; text where it has nanoseconds |
| date | datetime64[s] (`[D]` in NumPy) | date, None |

What comes in and goes out unchanged is the same on the wire, with two exceptions: NumPy's and lists' integers
with missing values go out as int64, and lists' numbers as int64 and float64, since lists have no types.
A missing float has the bits that R gives to `NA`. Arithmetic keeps them, so it goes out as missing again, while
the result of 0/0 goes out as NaN.
"""
from .values import Table

NUMBERS = {
    "float64": ("d", "<f8"), "float32": ("f", "<f4"),
    "int8": ("b", "<i1"), "int16": ("h", "<i2"), "int32": ("i", "<i4"), "int64": ("q", "<i8"),
    "uint8": ("B", "<u1"), "uint16": ("H", "<u2"), "uint32": ("I", "<u4"), "uint64": ("Q", "<u8"),
}
# The arrays of pandas that know which of their values are missing.
NULLABLE = {name: "IntegerArray" for name in NUMBERS if "int" in name}
NULLABLE["bool"] = "BooleanArray"
# The bits of a missing float without its sign, by the number's width.
MISSING = {8: ("<u8", 0x7FF80000000007A2, (1 << 63) - 1), 4: ("<u4", 0x7FC007A2, (1 << 31) - 1)}

# Whether this execution was given missing floats; else no result needs to be searched for them.
_came_in = set()


def attach(data, tables, body, plain=False):
    """The data with each `{"$table": n}` replaced by the table it stands for."""
    build = _builder(plain)
    made = [build(table, body) for table in tables]
    return _replace(data, made)


def encode(table, body, place, notes):
    """Puts a DataFrame or Table into the body and answers its description for the header."""
    from .columns import encode_table

    return encode_table(table, body, place, notes)


def _replace(data, made):
    if isinstance(data, dict):
        if len(data) == 1 and "$table" in data:
            return made[data["$table"]]
        return {key: _replace(value, made) for key, value in data.items()}
    if isinstance(data, list):
        return [_replace(value, made) for value in data]
    return data


def _builder(plain):
    if not plain:
        for build in (_pandas, _numpy):
            try:
                return build()
            except ImportError:
                continue
    return lambda table, body: Table(
        (column["name"], _list(column, table["rows"], body)) for column in table["columns"]
    )


def _slice(body, place):
    """A buffer of the body; it is empty where the message has no body at all."""
    offset, length = place
    return body[offset:offset + length] if length else memoryview(b"")


def _texts(column, rows, body):
    offsets = _slice(body, column["offsets"]).cast("q")
    raw = bytes(_slice(body, column["data"]))
    if raw.isascii():
        text = raw.decode("ascii")
        return [text[offsets[i]:offsets[i + 1]] for i in range(rows)]
    return [raw[offsets[i]:offsets[i + 1]].decode("utf-8") for i in range(rows)]


def _list(column, rows, body):
    kind = column["type"]
    if kind in NUMBERS:
        values = _slice(body, column["data"]).cast(NUMBERS[kind][0]).tolist()
    elif kind == "bool":
        values = list(map(bool, _slice(body, column["data"])))
    elif kind == "utf8":
        values = _texts(column, rows, body)
    elif kind == "category":
        labels = column["categories"] + [None]
        values = [labels[code] for code in _slice(body, column["data"]).cast("i")]
    else:
        values = _moments(column, _slice(body, column["data"]))
    if column["validity"] is not None:
        present = _slice(body, column["validity"])
        values = [value if there else None for value, there in zip(values, present)]
    return values


def _moments(column, data):
    import datetime

    if column["type"] == "date":
        first = datetime.date(1970, 1, 1).toordinal()
        return [datetime.date.fromordinal(first + days) for days in data.cast("i")]
    zone = column.get("timezone")
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc if zone else None)
    counts = data.cast("q").tolist()
    if column.get("unit") == "ns":
        # A datetime ends at microseconds; as text all digits stay.
        moments = _local([start + datetime.timedelta(microseconds=count // 1000) for count in counts], zone)
        texts = [moment.isoformat(timespec="microseconds") for moment in moments]
        return ["%s%03d%s" % (text[:26], count % 1000, text[26:]) for text, count in zip(texts, counts)]
    return _local([start + datetime.timedelta(microseconds=count) for count in counts], zone)


def _local(moments, zone):
    if zone and zone != "UTC":
        try:
            from zoneinfo import ZoneInfo

            local = ZoneInfo(zone)
        except Exception:
            return moments  # the same moments, told in UTC
        moments = [moment.astimezone(local) for moment in moments]
    return moments


def _arrays(numpy):
    """A function from a column to a NumPy array: in place where nothing is missing."""

    def array(column, rows, body):
        kind = column["type"]
        missing = None
        if column["validity"] is not None:
            missing = numpy.frombuffer(_slice(body, column["validity"]), "u1") == 0
        if kind in NUMBERS:
            values = numpy.frombuffer(_slice(body, column["data"]), NUMBERS[kind][1])
            return values if missing is None else _with_missing(numpy, values, missing)
        if kind == "bool":
            values = numpy.frombuffer(_slice(body, column["data"]), "?")
            return values if missing is None else _objects(values, missing)
        elif kind == "timestamp":
            values = numpy.frombuffer(_slice(body, column["data"]), "<M8[%s]" % column.get("unit", "us"))
        elif kind == "date":
            values = numpy.frombuffer(_slice(body, column["data"]), "<i4").astype("M8[D]")
        else:
            values = numpy.empty(rows, dtype=object)
            values[:] = _list(column, rows, body)
            return values
        if missing is not None:
            values = values.copy()
            values[missing] = None
        return values

    return array


def _with_missing(numpy, values, missing):
    if values.dtype.kind == "f":
        unsigned, bits, _ = MISSING[values.dtype.itemsize]
        # The mapping is this process's own.
        values.view(unsigned)[missing] = bits
        _came_in.add("missing float")
        return values
    return _objects(values, missing)


def _objects(values, missing):
    objects = values.astype(object)
    objects[missing] = None
    return objects


def missing_floats(numpy, values):
    """The mask of those floats that came in as missing; None where there is none."""
    if not _came_in or not values.size or not numpy.isnan(values.min()):
        return None
    unsigned, bits, unsign = MISSING[values.dtype.itemsize]
    missing = values.view(unsigned) & unsign == bits
    return missing if missing.any() else None


def _numpy():
    import numpy

    array = _arrays(numpy)
    return lambda table, body: Table(
        (column["name"], array(column, table["rows"], body)) for column in table["columns"]
    )


def _pandas():
    import numpy
    import pandas

    array = _arrays(numpy)

    def build(table, body):
        names = [column["name"] for column in table["columns"]]
        block = _block(numpy, table, body)
        if block is not None:
            return pandas.DataFrame(block, columns=names, copy=False)
        index = pandas.RangeIndex(table["rows"])
        columns = {c["name"]: column(c, table["rows"], body) for c in table["columns"]}
        return pandas.DataFrame(columns, index=index, copy=False)

    def column(described, rows, body):
        kind = described["type"]
        if kind == "category":
            codes = numpy.frombuffer(_slice(body, described["data"]), "<i4")
            return pandas.Categorical.from_codes(
                codes, categories=described["categories"], ordered=bool(described.get("ordered"))
            )
        if described["validity"] is not None and kind in NULLABLE:
            values = array({**described, "validity": None}, rows, body)
            missing = numpy.frombuffer(_slice(body, described["validity"]), "u1") == 0
            return getattr(pandas.arrays, NULLABLE[kind])(values, missing)
        values = array(described, rows, body)
        if kind == "date":
            return values.astype("M8[s]")
        if kind == "timestamp" and described.get("timezone"):
            zoned = pandas.Series(values).dt.tz_localize("UTC")
            return zoned.dt.tz_convert(described["timezone"])
        return values

    return build


def _block(numpy, table, body):
    """Columns of one type of number that lie side by side, in place as one array; None where they don't."""
    columns = table["columns"]
    kinds = {column["type"] for column in columns}
    if len(columns) < 2 or len(kinds) > 1 or not kinds <= set(NUMBERS) or not table["rows"]:
        return None
    if any(column["validity"] is not None for column in columns):
        return None
    begin, length = columns[0]["data"]
    step = columns[1]["data"][0] - begin
    if any(c["data"] != [begin + step * i, length] for i, c in enumerate(columns)):
        return None
    first = numpy.frombuffer(body[begin:begin + step * (len(columns) - 1) + length], "u1")
    shape, width = (len(columns), table["rows"]), length // table["rows"]
    values = first[:length].view(NUMBERS[columns[0]["type"]][1])
    return numpy.lib.stride_tricks.as_strided(values, shape, (step, width)).T
