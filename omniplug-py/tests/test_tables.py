"""Tables from and to the libraries that have some, sharing memory where the layouts are alike."""
import unittest

from omniplug import InvalidInputError, Table

from plugins import WithHost

try:
    import numpy
    import pandas
    import polars
    import pyarrow
except ImportError as error:
    raise unittest.SkipTest(str(error)) from None

COLUMNS = {
    "x": [1.5, None, 3.0], "n": [1, 2, 3], "flag": [True, False, None], "text": ["a", None, "ü"],
}


def address(array):
    return array.__array_interface__["data"][0]


class Building(unittest.TestCase):
    def test_numpy_memory_is_shared_in_and_out(self):
        for kind in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8", "M8[us]", "M8[ns]"):
            array = numpy.arange(5).astype(kind)
            table = Table({"x": array})
            self.assertEqual(address(table["x"]), address(array), kind)
            self.assertEqual(table["x"].dtype, array.dtype)
            self.assertFalse(table["x"].flags.writeable)
            numpy.testing.assert_array_equal(table["x"], array)

    def test_other_layouts_are_copied_rightly(self):
        matrix = numpy.arange(12.0).reshape(4, 3)
        cases = [matrix[:, 1], numpy.arange(5)[::-2], numpy.arange(3, dtype=">i4"), numpy.array([1, 2.5], dtype="f2"),
                 numpy.array([True, False]), numpy.array(["2024-05-01", "NaT"], dtype="M8[D]"),
                 numpy.frombuffer(b"x" + bytes(16), dtype="u1")[1:].view("f8")]
        for array in cases:
            numpy.testing.assert_array_equal(Table({"x": array})["x"], array)
        self.assertEqual(Table({"x": numpy.array(["a", None, "c"], dtype=object)}).to_dict(), {"x": ["a", None, "c"]})

    def test_the_array_outlives_its_name(self):
        table = Table({"x": numpy.arange(1000.0)})
        view = table["x"]
        del table
        self.assertEqual(view.sum(), 499500.0)

    def test_missing_values_become_numpys(self):
        table = Table({"n": [1, None], "x": [None, 2.5], "flag": [None, True]})
        numpy.testing.assert_array_equal(table["n"], [1, numpy.nan])
        numpy.testing.assert_array_equal(table["x"], [numpy.nan, 2.5])
        self.assertEqual(list(table["flag"]), [None, True])

    def test_wrong_columns_are_told(self):
        for columns in ({"x": [1], "y": [1, 2]}, {"x": [1, "a"]}, {"x": 5}, {"x": "abc"}, {"x": numpy.ones((2, 2))},
                        {"x": numpy.ones(2, complex)}, {"x": [[1]]}):
            with self.assertRaises((TypeError, ValueError), msg=str(columns)):
                Table(columns)

    def test_it_is_shown(self):
        table = Table({"<x>": [1, 2]})
        self.assertIn("2 rows", repr(table))
        self.assertIn("&lt;x&gt;", table._repr_html_())
        self.assertEqual((table.shape, len(table.head(1)), list(table)), ((2, 1), 1, ["<x>"]))
        self.assertEqual(table, Table({"<x>": [1, 2]}))
        self.assertNotEqual(table, Table({"<x>": [1.0, 2.0]}))

    def test_what_is_wide_is_shown_in_part(self):
        table = Table({f"c{number}": [number] for number in range(500)})
        self.assertIn("c19: Int64 and 480 more columns", repr(table))
        self.assertLess(len(repr(table)), 1000)
        self.assertIn("1 rows, 500 columns", table._repr_html_())
        self.assertNotIn("c20", table._repr_html_())

    def test_all_libraries_take_it_and_give_it_back(self):
        table = Table(COLUMNS)
        for other in (table.to_pyarrow(), table.to_polars(), table.to_pandas()):
            back = pyarrow.table(other).select(list(COLUMNS))
            self.assertEqual(back.to_pydict(), COLUMNS, type(other))

    def test_pyarrow_and_polars_share_memory(self):
        array = numpy.arange(100.0)
        table = Table({"x": array})
        self.assertEqual(table.to_pyarrow()["x"].chunk(0).buffers()[1].address, address(array))
        self.assertEqual(address(table.to_polars()["x"].to_numpy()), address(array))
        self.assertEqual(address(table.to_pandas()["x"].to_numpy()), address(array))


class Travelling(WithHost):
    def travels(self, given, expected):
        data = self.host.execute("echo", given).data
        self.assertIsInstance(data, Table, type(given))
        self.assertEqual(data.to_dict(), expected, type(given))

    def test_every_kind_of_table_goes_in_and_out(self):
        expected = {"x": [1.5, None, 3.0], "n": [1, 2, 3], "text": ["a", None, "ü"]}
        columns = {name: COLUMNS[name] for name in expected}
        arrow = pyarrow.table(columns)
        self.travels(Table(columns), expected)
        self.travels(arrow, expected)
        self.travels(pyarrow.concat_tables([arrow.slice(0, 1), arrow.slice(1)]), expected)
        self.travels(arrow.to_batches()[0], expected)
        self.travels(polars.DataFrame(columns), expected)
        self.travels(pandas.DataFrame(columns), expected)
        numbers = {"a": [1.0, 2.0], "b": [3.0, 4.0]}
        self.travels({name: numpy.array(values) for name, values in numbers.items()}, numbers)
        self.travels(numpy.array([(1.0, 3.0), (2.0, 4.0)], dtype=[("a", "f8"), ("b", "f8")]), numbers)
        self.travels(numpy.array([[1, 3], [2, 4]]), {"column_0": [1, 2], "column_1": [3, 4]})

    def test_tables_lie_within_other_data(self):
        given = {"left": pandas.DataFrame({"x": [1]}), "right": [polars.DataFrame({"y": ["b"]}), {"k": numpy.float64(2)}]}
        data = self.host.execute("echo", given).data
        self.assertEqual(data["left"].to_dict(), {"x": [1]})
        self.assertEqual(data["right"][0].to_dict(), {"y": ["b"]})
        self.assertEqual(data["right"][1], {"k": 2.0})
        self.assertEqual(self.host.execute("echo", numpy.arange(3)).data, [0, 1, 2])

    def test_columns_of_their_own_are_lists(self):
        for column in (polars.Series([1, 2]), pandas.Series([1, 2]), pandas.Index([1, 2]), pyarrow.array([1, 2]),
                       pyarrow.chunked_array([[1], [2]])):
            self.assertEqual(self.host.execute("echo", column).data, [1, 2])

    def test_an_index_of_pandas_is_a_column_where_it_says_something(self):
        frame = pandas.DataFrame({"x": [1, 2, 3]})
        self.travels(frame[frame.x > 1], {"x": [2, 3]})
        self.travels(frame.set_index(pandas.Index(["a", "b", "c"])), {"index": ["a", "b", "c"], "x": [1, 2, 3]})
        self.travels(frame.set_index(pandas.Index([7, 8, 9], name="id")), {"id": [7, 8, 9], "x": [1, 2, 3]})

    def test_an_execution_has_its_table(self):
        self.assertEqual(self.host.execute("echo", Table({"x": [1]})).table.to_dict(), {"x": [1]})
        with self.assertRaises(TypeError):
            self.host.execute("echo", 1).table

    def test_what_no_plugin_can_be_given_is_told(self):
        for wrong in (pyarrow.table({"x": [[1], [2]]}), polars.DataFrame({"x": [{"a": 1}]})):
            with self.assertRaises(InvalidInputError):
                self.host.execute("echo", wrong)


if __name__ == "__main__":
    unittest.main()
