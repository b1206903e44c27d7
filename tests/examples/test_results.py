"""The example plugins give what NumPy, pandas and R give when they are called directly on the same data."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
IRIS = EXAMPLES / "data" / "iris.csv"
MTCARS = EXAMPLES / "data" / "mtcars.csv"

R_CODE = """
data <- read.csv(commandArgs(TRUE)[1], check.names = FALSE)
data <- data[vapply(data, is.numeric, NA)]
method <- commandArgs(TRUE)[2]
values <- matrix(0, ncol(data), ncol(data))
for (i in seq_along(data)) for (j in seq_along(data)[-i]) {
  values[i, j] <- suppressWarnings(cor.test(data[[i]], data[[j]], method = method)$p.value)
}
cat(jsonlite::toJSON(list(names = names(data), correlations = cor(data, method = method), p_values = values),
                     digits = NA))
"""


class Examples(unittest.TestCase):
    """One home for all tests, so that the environment of the Python example is made once."""

    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.home.cleanup)

    def run_plugin(self, plugin, data, **parameters):
        """The record of one execution."""
        command = [os.environ["OMNIPLUG_BINARY"], "--home", self.home.name, "run", EXAMPLES / "plugins" / plugin,
                   "--input", data, "--json"]
        for name, value in parameters.items():
            command += ["--param", "%s=%s" % (name, json.dumps(value))]
        ended = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return json.loads(ended.stdout)

    def normalized(self, **parameters):
        return pd.DataFrame(self.run_plugin("data_normalizer", IRIS, **parameters)["result"]["data"])

    def assert_scaled(self, result, center, scale):
        iris = pd.read_csv(IRIS)
        numbers = iris.select_dtypes("number")
        self.assertEqual(list(result.columns), list(iris.columns))
        self.assertEqual(list(result["Species"]), list(iris["Species"]))
        expected = (numbers - center(numbers)) / scale(numbers)
        np.testing.assert_allclose(result[numbers.columns], expected, rtol=1e-12, atol=1e-12)

    def test_zscore_is_that_of_pandas(self):
        self.assert_scaled(self.normalized(method="zscore"), pd.DataFrame.mean, pd.DataFrame.std)

    def test_zscore_of_a_population_is_that_of_numpy(self):
        result = self.normalized(method="zscore", ddof=0)
        self.assert_scaled(result, lambda table: np.mean(table, axis=0), lambda table: np.std(table, axis=0))

    def test_minmax_spans_zero_to_one(self):
        result = self.normalized(method="minmax")
        self.assert_scaled(result, pd.DataFrame.min, lambda table: table.max() - table.min())
        numbers = result.select_dtypes("number")
        self.assertTrue((numbers.min() == 0).all() and (numbers.max() == 1).all())

    def test_robust_uses_the_quartiles_of_numpy(self):
        def spread(table):
            return np.percentile(table, 75, axis=0) - np.percentile(table, 25, axis=0)

        self.assert_scaled(self.normalized(method="robust"), pd.DataFrame.median, spread)

    def test_correlations_and_p_values_are_those_of_r(self):
        for method in ("pearson", "spearman", "kendall"):
            with self.subTest(method=method):
                record = self.run_plugin("correlation_analyzer", MTCARS, method=method)
                output = subprocess.run(["Rscript", "--vanilla", "-e", R_CODE, MTCARS, method],
                                        check=True, capture_output=True, text=True).stdout
                expected = json.loads(output)
                data = record["result"]["data"]
                for ours, theirs in (("matrix", "correlations"), ("p_values", "p_values")):
                    table = pd.DataFrame(data[ours])
                    self.assertEqual(list(table["row"]), expected["names"])
                    np.testing.assert_allclose(table[expected["names"]], expected[theirs], rtol=1e-9, atol=1e-14)

    def test_pairs_are_listed_by_threshold(self):
        data = self.run_plugin("correlation_analyzer", MTCARS, threshold=0.85)["result"]["data"]
        numbers = pd.read_csv(MTCARS).select_dtypes("number").corr()
        upper = numbers.where(np.triu(np.ones(numbers.shape, dtype=bool), k=1)).stack()
        expected = upper[upper.abs() >= 0.85]
        pairs = {(pair["x"], pair["y"]): pair["correlation"] for pair in data["significant_pairs"]}
        self.assertEqual(set(pairs), set(expected.index))
        strengths = [abs(pair["correlation"]) for pair in data["significant_pairs"]]
        self.assertEqual(strengths, sorted(strengths, reverse=True))


if __name__ == "__main__":
    unittest.main()
