"""Tables, and what is made of other libraries' data."""
from __future__ import annotations

import html
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _native

if TYPE_CHECKING:
    import numpy
    import pandas
    import polars
    import pyarrow

_SHOWN_ROWS = 10
_SHOWN_COLUMNS = 20


class Table:
    """A table with named columns. Libraries that know the Arrow PyCapsule interface take it without a copy.

    ```python
    table = Table({"x": [1.5, None], "label": ["a", "b"], "measured": numpy_array})
    polars.DataFrame(table)
    ```
    """

    __slots__ = ("_core",)
    _core: _native.Table

    def __init__(self, columns: Mapping[str, Any]) -> None:
        """Makes a table of one-dimensional NumPy arrays, whose memory it shares, and of lists of texts, truth values or
        numbers with `None` for what is missing."""
        self._core = _native.Table.from_columns({name: _column(values) for name, values in columns.items()})

    @classmethod
    def _of(cls, native: _native.Table) -> Table:
        table = cls.__new__(cls)
        table._core = native
        return table

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        return self._core.column_names

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._core.num_rows, len(self._core.column_names)

    def __len__(self) -> int:
        return self._core.num_rows

    def __getitem__(self, name: str) -> numpy.ndarray[Any, Any]:
        import numpy

        column = self._core.column(name)
        if column is not None:
            return numpy.asarray(column)
        return numpy.array(self.to_dict()[name], dtype=object)

    def __iter__(self) -> Iterator[str]:
        return iter(self._core.column_names)

    def head(self, rows: int = 5) -> Table:
        """The first rows."""
        return Table._of(self._core.slice(0, rows))

    def to_dict(self) -> dict[str, list[Any]]:
        """Lists by name; missing values are `None`, dates and times text."""
        return self._core.to_dict()

    def to_numpy(self) -> dict[str, numpy.ndarray[Any, Any]]:
        """Arrays by name. Those of numbers without missing values share the table's memory and can't be changed."""
        return {name: self[name] for name in self}

    def to_pyarrow(self) -> pyarrow.Table:
        """A table of pyarrow, without a copy."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """A data frame of polars, without a copy."""
        import polars

        return polars.DataFrame(self)

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of pandas. With pyarrow installed columns of numbers without missing values are not copied."""
        import pandas

        try:
            arrow = self.to_pyarrow()
        except ImportError:
            return pandas.DataFrame(self.to_numpy())
        frame: pandas.DataFrame = arrow.to_pandas(split_blocks=True)
        return frame

    def __arrow_c_schema__(self) -> object:
        return self._core.__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        return self._core.__arrow_c_array__(requested_schema)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._core.__arrow_c_stream__(requested_schema)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        types, others = self._core.column_types, other._core.column_types
        return types == others and self.column_names == other.column_names and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        columns = [*zip(self.column_names, self._core.column_types)]
        told = [f"{name}: {kind}" for name, kind in columns[:_SHOWN_COLUMNS]]
        more = len(columns) - len(told)
        return f"<Table of {len(self)} rows: {', '.join(told)}{f' and {more} more columns' if more else ''}>"

    def _repr_html_(self) -> str:
        head = dict([*self.head(_SHOWN_ROWS).to_dict().items()][:_SHOWN_COLUMNS])
        names = "".join(f"<th>{html.escape(name)}</th>" for name in head)
        rows = "".join(
            "<tr>" + "".join(f"<td>{'' if cell is None else html.escape(str(cell))}</td>" for cell in row) + "</tr>"
            for row in zip(*head.values())
        )
        return f"<table><caption>{len(self)} rows, {len(self.column_names)} columns</caption><tr>{names}</tr>{rows}</table>"


def convert(value: Any) -> Any:
    """What JSON or a table has for a value of another library; the value itself where that is its own business.

    A library counts only where somebody imported it: without, nothing can be of it.
    """
    package = type(value).__module__.partition(".")[0]
    if package == "pandas":
        return _of_pandas(value)
    if package in ("polars", "pyarrow"):
        to_list = getattr(value, "to_pylist" if package == "pyarrow" else "to_list", None)
        return value if to_list is None or hasattr(value, "column_names") or hasattr(value, "columns") else to_list()
    numpy = sys.modules.get("numpy")
    return value if numpy is None else _of_numpy(numpy, value)


def _of_numpy(numpy: Any, value: Any) -> Any:
    if isinstance(value, dict):
        arrays = [part for part in value.values() if isinstance(part, numpy.ndarray) and part.ndim == 1]
        alike = arrays and len(arrays) == len(value) and len({len(array) for array in arrays}) == 1
        return Table(value) if alike and all(isinstance(name, str) for name in value) else value
    if isinstance(value, numpy.generic):
        return value.item()
    if not isinstance(value, numpy.ndarray):
        return value
    if value.dtype.names:
        return Table({name: value[name] for name in value.dtype.names})
    if value.ndim == 2:
        return Table({f"column_{place}": value[:, place] for place in range(value.shape[1])})
    return value.tolist()


def _of_pandas(value: Any) -> Any:
    """A frame as a table: an index of numbers without a name is left out, any other one comes first as columns."""
    import pandas

    if isinstance(value, (pandas.Series, pandas.Index)):
        return value.to_list()
    if not isinstance(value, pandas.DataFrame):
        return value
    index = value.index
    if not (index.nlevels == 1 and index.name is None and pandas.api.types.is_integer_dtype(index.dtype)):
        value = value.reset_index()
    try:
        import pyarrow
    except ImportError:
        return Table({str(name): value[name].to_numpy() for name in value.columns})
    return pyarrow.Table.from_pandas(value, preserve_index=False)


def _column(values: Any) -> Any:
    """An array in the layout that Arrow shares, or a list."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(values, numpy.ndarray):
        return list(values) if isinstance(values, Sequence) and not isinstance(values, (str, bytes)) else values
    if values.ndim != 1:
        raise ValueError(f"a column has one dimension, not {values.ndim}")
    kind = values.dtype.kind
    if kind == "M" and numpy.datetime_data(values.dtype) not in (("us", 1), ("ns", 1)):
        values = values.astype("M8[us]")
    elif kind == "f" and values.dtype.itemsize not in (4, 8):
        values = values.astype(float)
    elif kind not in "biufM":
        return [None if value is None or value != value else value for value in values.tolist()]
    return numpy.require(values.astype(values.dtype.newbyteorder("="), copy=False), requirements=["C", "A"])
