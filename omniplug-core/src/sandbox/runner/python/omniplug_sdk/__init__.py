"""For authors of plugins: a base class, results with their notes, and telling how far the work is.

Nothing here is required: a function `execute` is a plugin. With it::

    from omniplug_sdk import Input, Output, Plugin, progress

    class Center(Plugin):
        def execute(self, input_data: Input) -> Output:
            progress(0.5, "centering")
            mean = sum(input_data.data) / len(input_data.data)
            return Output([x - mean for x in input_data.data], metadata={"mean": mean})

In a sandbox the host gets what `warn`, `progress` and `partial` tell while the plugin runs. Elsewhere they work
too, so that a plugin can be tried and tested like any other Python code::

    from omniplug_sdk import run

    assert run(Center, [1.0, 3.0]).data == [-1.0, 1.0]
"""
from .plugin import Context, Input, Output, Plugin
from .telling import log, partial, progress, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .trying import run

__all__ = ["Context", "Input", "Output", "Plugin", "log", "partial", "progress", "run", "warn"]


def __getattr__(name):
    # Only tests need it, and it needs modules that take long to import.
    if name == "run":
        from .trying import run

        return run
    raise AttributeError("module `omniplug_sdk` has no `%s`" % name)
