import warnings

warnings.catch_warnings()._module.__builtins__["exec"]("import os")
