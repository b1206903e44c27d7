"""What plugins commonly do with the libraries that they have imported, on made-up data.

A fork shares its memory with the session's process until it writes to it, and each first write to a page takes
longer than most of what plugins call. Done while a fork waits for its request, these steps take that time before
there is a request. Each is short, since a request that comes meanwhile waits for its end.
"""
import sys


def steps():
    """The uses of the libraries that are there, as functions that raise nothing."""
    return [lambda use=use: _attempt(use) for use in uses()]


def uses():
    """The uses of the libraries that are there, as functions without arguments."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if hasattr(numpy, "ndarray"):
        yield lambda: _arrays(numpy)
    if hasattr(pandas, "DataFrame"):
        for use in (_frame, _groups, _columns, _table):
            yield lambda use=use: use(pandas)


def _attempt(use):
    try:
        use()
    except Exception:
        # A plugin may have changed the library; its execution meets what that raises, not this.
        return


def _arrays(numpy):
    values = numpy.arange(12.0).reshape(3, 4)
    numpy.log1p(values * 2.0 + values.mean(axis=0))[values > 1].sum()
    return values.std(axis=1).tolist()


def _frame(pandas):
    return pandas.DataFrame({"number": [1.5, 2.5, 3.5], "group": [1, 2, 2], "text": ["a", None, "c"]})


def _groups(pandas):
    return float(_frame(pandas).groupby("group").number.sum().sum())


def _columns(pandas):
    frame = _frame(pandas)
    frame["more"] = frame["number"] * 2.0 + frame["group"]
    return frame[frame["more"] > 4.0].sort_values("more").mean(numeric_only=True).to_dict()


def _table(pandas):
    from . import wire
    from .columns import encode_table
    from .tables import attach

    body = wire.Body()
    table = encode_table(_frame(pandas), body, "data", [])
    return attach({"$table": 0}, [table], memoryview(bytearray(b"".join(body.parts))))
