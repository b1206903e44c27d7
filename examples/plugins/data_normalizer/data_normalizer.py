"""Brings numeric columns to a common scale.

A column x becomes (x - center) / scale, where

    zscore   center = mean      scale = standard deviation (divisor n - ddof, ddof = 1)
    minmax   center = minimum   scale = maximum - minimum
    robust   center = median    scale = interquartile range (linear interpolation, as NumPy and R's type 7)

Missing values are left out of center and scale and stay missing. A column whose scale is zero becomes zeros.
"""
import numpy as np

METHODS = ("zscore", "minmax", "robust")


class DataNormalizer:
    """Scales the numeric columns of a table, of an object of lists, or one list of numbers."""

    def __init__(self, context):
        self.context = context

    def validate_input(self, data, parameters):
        """Refuses what can't be scaled, saying why."""
        method = parameters.get("method", "zscore")
        if method not in METHODS:
            raise ValueError(f"`method` is {method!r}; it is one of {', '.join(METHODS)}")
        if not is_columns(data) and not isinstance(data, (list, tuple)):
            raise ValueError("the data is neither a table nor a list of numbers")
        if len(data) == 0:
            raise ValueError("the data is empty")
        if is_columns(data):
            missing = [name for name in parameters.get("columns", []) if name not in data]
            if missing:
                raise ValueError(f"there is no column {missing[0]!r}; there are: {', '.join(data)}")
        return True

    def execute(self, data, method="zscore", columns=None, ddof=1):
        """The scaled data; center and scale of each column stand in the metadata."""
        if not is_columns(data):
            values, used = scale(numeric(data, "the list"), method, ddof)
            return {"data": plain(values), "metadata": {"method": method, **used}}
        result, used, warnings = {}, {}, []
        for name in data:
            column = data[name]
            if name in columns if columns is not None else is_numeric(column):
                result[name], used[name] = scale(numeric(column, f"column {name!r}"), method, ddof)
                if used[name]["scale"] == 0:
                    warnings.append(f"column {name!r} is constant; it became zeros")
            else:
                result[name] = column
        if not used:
            raise ValueError("no column is numeric; there is nothing to scale")
        return {
            "data": like(data, result),
            "metadata": {"method": method, "columns": used},
            "warnings": warnings,
        }


def is_columns(data):
    """Whether the data maps column names to columns: a table, a data frame, an object."""
    return isinstance(data, dict) or hasattr(data, "columns")


def is_numeric(column):
    """Whether all values are numbers or missing; truth values are no numbers."""
    kind = getattr(column, "dtype", None)
    if kind is not None and str(kind) != "object":
        return getattr(kind, "kind", "") in ("f", "i", "u")
    known = [value for value in column if value is not None]
    return bool(known) and all(
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in known
    )


def numeric(values, what):
    """The values as floats, missing ones as NaN."""
    if not is_numeric(values):
        raise ValueError(f"{what} holds something else than numbers")
    if hasattr(values, "to_numpy"):
        return values.to_numpy(dtype=float, na_value=np.nan)
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def scale(values, method, ddof):
    """The scaled values, and what they were scaled by."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return values.copy(), {"center": None, "scale": None}
    if method == "zscore":
        center = known.mean()
        spread = known.std(ddof=ddof) if known.size > ddof else 0.0
    elif method == "minmax":
        center, spread = known.min(), np.ptp(known)
    else:
        lower, center, upper = np.percentile(known, [25, 50, 75])
        spread = upper - lower
    # A constant column's deviation is rounding error at most.
    if known.min() == known.max():
        center, spread = known[0], 0.0
    scaled = np.where(np.isnan(values), np.nan, 0.0) if spread == 0 else (values - center) / spread
    return scaled, {"center": float(center), "scale": float(spread)}


def like(data, columns):
    """The columns as the same kind of table as the data."""
    if isinstance(data, dict):
        if type(data) is not dict:
            return type(data)(columns)
        return {name: plain(values) for name, values in columns.items()}
    return data.assign(**columns)


def plain(values):
    """A list with None for missing values."""
    if not isinstance(values, np.ndarray):
        return values
    return [None if np.isnan(value) else float(value) for value in values]
