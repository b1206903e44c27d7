"""The stories that every language tells alike."""
import unittest

from replay import SCENARIOS, replay


class Scenarios(unittest.TestCase):
    def test_there_are_scenarios(self):
        self.assertGreater(len(SCENARIOS), 5)


def _test(path, is_async):
    return lambda self: replay(path, is_async)


for _path in SCENARIOS:
    for _way, _is_async in (("blocking", False), ("async", True)):
        setattr(Scenarios, f"test_{_path.stem.replace('-', '_')}_{_way}", _test(_path, _is_async))

if __name__ == "__main__":
    unittest.main()
