"""Tables and random numbers with NumPy and pandas, in a session under bubblewrap."""
import struct
import sys
import unittest
from pathlib import Path

import numpy
import pandas

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from harness import RUNNER, Run, available  # noqa: E402
from session_harness import Session  # noqa: E402

PACKAGES = "/omniplug/environment"
WITH_PACKAGES = {"folders": ["%s:%s" % (Path(pandas.__file__).parents[1], PACKAGES)], "library_paths": [PACKAGES]}
SAME = {"plugin.py": "def execute(data): return data"}
sys.path.insert(0, str(RUNNER / "python"))
sys.dont_write_bytecode = True

from omniplug_runner import rehearsal  # noqa: E402

NAN = float("nan")
NUMBERS = [kind + width for kind in ("int", "uint") for width in ("8", "16", "32", "64")] + ["float32", "float64"]


class Builder:
    """A table as the host writes it."""

    def __init__(self, rows):
        self.rows, self.body, self.columns = rows, b"", []

    def _add(self, data):
        place = [len(self.body), len(data)]
        self.body += data + bytes(-len(data) % 64)
        return place

    def column(self, kind, values, valid=None, **more):
        """Adds a column."""
        validity = None if valid is None else self._add(bytes(valid))
        offsets = None
        if kind == "utf8":
            parts = [text.encode() for text in values]
            ends = [sum(map(len, parts[:i])) for i in range(len(parts) + 1)]
            offsets, data = self._add(struct.pack("<%dq" % len(ends), *ends)), b"".join(parts)
        else:
            width = {"bool": "u1", "category": "i4", "date": "i4", "timestamp": "i8"}.get(kind, kind)
            data = numpy.array(values, width).tobytes()
        self.columns.append({
            "name": "c%d" % len(self.columns), "type": kind, "nulls": valid.count(0) if valid else 0,
            "validity": validity, "offsets": offsets, "data": self._add(data), **more,
        })
        return self

    @property
    def table(self):
        """Its description."""
        return {"rows": self.rows, "columns": self.columns}


def content(table, body):
    """What the columns say; of what is missing only that it is."""
    told = []
    for column in table["columns"]:
        data, offsets, valid = (
            None if place is None else body[place[0]:place[0] + place[1]]
            for place in (column["data"], column["offsets"], column["validity"])
        )
        if column["type"].startswith("float") and valid:
            width = {"float64": 8, "float32": 4}[column["type"]]
            data = b"".join(data[i * width:(i + 1) * width] if there else bytes(width) for i, there in enumerate(valid))
        more = [column.get(key) for key in ("categories", "ordered", "timezone")]
        told.append((column["name"], column["type"], column["nulls"], valid, offsets, data, more))
    return table["rows"], told


@unittest.skipUnless(available(), "bubblewrap can't run here")
class Tables(unittest.TestCase):
    def returned(self, built, files=SAME):
        with Session(files, **WITH_PACKAGES) as session:
            reply = session.run({"$table": 0}, [built.table], built.body)
            self.assertEqual(reply.data, {"$table": 0})
            self.assertEqual(reply.header["warnings"], [])
            return content(reply.header["tables"][0], reply.body)

    def check(self, built):
        self.assertEqual(self.returned(built), content(built.table, built.body))

    def test_numbers_come_back_exactly(self):
        built = Builder(3)
        for kind in NUMBERS:
            built.column(kind, [1, 0, 3]).column(kind, [NAN if kind[0] == "f" else 0, 2, 3], [0, 1, 1])
        built.column("int64", [2**63 - 1, 0, -2**63], [1, 0, 1])
        built.column("uint64", [2**64 - 1, 2**63, 0], [1, 1, 0])
        built.column("float64", [NAN, NAN, -0.0], [0, 1, 1]).column("float32", [NAN, float("inf"), NAN], [1, 1, 0])
        built.column("bool", [1, 0, 1]).column("bool", [1, 0, 0], [1, 1, 0])
        self.check(built)

    def test_texts_categories_and_moments_come_back_exactly(self):
        built = Builder(3).column("utf8", ["a", "", "é€"]).column("utf8", ["a", "", ""], [1, 0, 1])
        built.column("utf8", ["", "", ""], [0, 0, 0])
        for ordered in (True, False):
            built.column("category", [0, -1, 1], categories=["x", "y", "unused"], ordered=ordered)
        for zone in (None, "UTC", "Europe/Berlin"):
            built.column("timestamp", [86_400_000_000, 0, -1], timezone=zone)
            built.column("timestamp", [86_400_000_000, 0, 0], [1, 0, 1], timezone=zone)
        built.column("date", [5, 0, -1]).column("date", [5, 0, 0], [1, 0, 1])
        self.check(built)

    def test_no_rows_and_no_columns_come_back(self):
        built = Builder(0)
        for kind in NUMBERS + ["bool", "utf8", "date"]:
            built.column(kind, [])
        built.column("category", [], categories=["x"], ordered=True).column("timestamp", [], timezone="UTC")
        self.check(built)
        self.check(Builder(0))

    def test_columns_side_by_side_are_one_array_that_can_be_written_to(self):
        for rows in (1, 5, 64):
            built = Builder(rows)
            for i in range(4):
                built.column("float64", [i + row / 100 for row in range(rows)])
            self.check(built)
            files = {"plugin.py": "def execute(data):\n    data.iloc[0, 1] = 7.0\n    return data * 2\n"}
            _, columns = self.returned(built, files)
            self.assertEqual(struct.unpack("<d", columns[1][5][:8]), (14.0,))

    def test_arithmetic_keeps_what_is_missing_apart_from_nan(self):
        built = Builder(2).column("float64", [NAN, 0.0], [0, 1])
        files = {"plugin.py": "def execute(data): return -(data / data) * 3"}
        (_, kind, missing, valid, _, data, _), = self.returned(built, files)[1]
        self.assertEqual((kind, missing, valid), ("float64", 1, b"\0\1"))
        self.assertTrue(numpy.isnan(struct.unpack("<2d", data)[1]))

    def test_each_use_of_the_rehearsal_succeeds(self):
        self.assertGreater(len([use() for use in rehearsal.uses()]), 4)

    def test_other_frames_of_pandas_go_out(self):
        code = ("import pandas, numpy\ndef execute(data):\n    moments = pandas.to_datetime(['2024-01-01 00:00:00.000001', None])\n"
                "    return pandas.DataFrame({'ns': moments.astype('M8[ns]'), 'F': pandas.array([1.5, None], 'Float64'),\n"
                "        'o': [None, None], 'half': numpy.array([1, 2], 'f2'), 'mixed': [True, None]})\n")
        with Session({"plugin.py": code}, **WITH_PACKAGES) as session:
            reply = session.run()
            rows, columns = content(reply.header["tables"][0], reply.body)
        self.assertEqual([(c[1], c[2]) for c in columns],
                         [("timestamp", 1), ("float64", 1), ("utf8", 2), ("float32", 0), ("bool", 1)])


@unittest.skipUnless(available(), "bubblewrap can't run here")
class Seeds(unittest.TestCase):
    CODE = ("import random\nimport numpy as np\nmine = random.Random()\nfresh = np.random.default_rng()\n"
            "legacy = np.random.RandomState()\nfixed = np.random.default_rng(42)\n%s\n"
            "def execute(data):\n    return [float(x) for x in (random.random(), mine.random(), fresh.random(), legacy.rand(),\n"
            "        fixed.random(), np.random.rand(), np.random.default_rng().random(), fresh.spawn(1)[0].random()\n"
            "        if hasattr(fresh, 'spawn') else fresh.random())]\n")
    FIXED, SHARED, MADE = 4, 5, 6

    def test_every_generator_starts_from_the_seed_or_where_loading_seeded_it(self):
        for top, set_by_loading in (("", {4}), ("np.random.seed(3)", {4, 5}), ("random.seed(3); np.random.seed(3)", {0, 4, 5})):
            files = {"plugin.py": self.CODE % top}
            with Session(files, **WITH_PACKAGES) as session:
                self.assertEqual(session.loaded, {"warm": True})
                given = session.run(seed={"value": 5, "given": True}).data
                self.assertEqual(session.run(seed={"value": 5, "given": True}).data, given)
                fresh = session.run(seed={"value": 2**40, "given": False}).data
                again = session.run(seed={"value": 2**40, "given": False}).data
            self.assertEqual(Run(files, seed={"value": 5, "given": True}, **WITH_PACKAGES).data, given)
            self.assertEqual({i for i, pair in enumerate(zip(given, fresh)) if pair[0] == pair[1]}, set_by_loading)
            # Unseeded and made in the execution: the operating system's, unless the caller gave the seed.
            self.assertEqual([i for i, pair in enumerate(zip(fresh, again)) if pair[0] != pair[1]], [self.MADE])
            self.assertEqual(given[self.FIXED], numpy.random.default_rng(42).random())
            self.assertEqual(given[self.SHARED], numpy.random.RandomState(3 if top else 5).rand())

    def test_loading_that_draws_is_not_warm(self):
        with Session({"plugin.py": self.CODE % "np.random.rand()"}, **WITH_PACKAGES) as session:
            self.assertIn("draws random numbers", session.loaded["reason"])

    def test_what_is_imported_late_starts_from_the_seed(self):
        files = {"plugin.py": "def execute(data):\n    import random, numpy\n    return [random.random(), numpy.random.rand()]"}
        with Session(files, **WITH_PACKAGES) as session:
            found = session.run(seed={"value": 5, "given": True}).data
        self.assertEqual(found[1], numpy.random.RandomState(5).rand())
        self.assertEqual(Run(files, seed={"value": 5, "given": True}, **WITH_PACKAGES).data, found)


if __name__ == "__main__":
    unittest.main()
