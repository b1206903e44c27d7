"""How a typed host uses the package; `test_typing.py` lets mypy check it."""
from omniplug import AsyncOmniplug, Call, Execution, Issue, NotFoundError, Omniplug, Plugin, Reply, Statistics, Table


def check(call: Call) -> list[Issue]:
    return [] if call.parameters else [Issue("parameters", "are empty", "give some")]


def change(reply: Reply) -> Reply | None:
    return None


def blocking() -> None:
    with Omniplug.open("home", policy={"limits": {"timeout": 5.0}}, validators={"analysis": [check]}) as host:
        plugin: Plugin = host.install("folder", replace=True).plugin
        plugins: list[Plugin] = host.list(language="python")
        execution: Execution = host.execute(plugin.id, Table({"x": [1, 2]}), {"factor": 2}, timeout=1.5)
        statistics: Statistics = host.statistics()
        host.execute(plugins[0].name, tiemout=1)  # type: ignore[call-arg]
        host.show(5)  # type: ignore[arg-type]
        wrong: int = host.show("x")  # type: ignore[assignment]
        print(execution.table.to_pandas(), statistics.success_rate, wrong)
        for event in host.start("x"):
            if event.kind == "progress":
                print(event.fraction)
        try:
            host.show("absent")
        except NotFoundError as error:
            print(error.hint, error.retry_after)


async def asynchronous() -> None:
    async with AsyncOmniplug.open("home", transformers={"analysis": [change]}) as host:
        execution: Execution = await host.execute("x", [1])
        plugins: list[Plugin] = await host.list()
        unawaited: Plugin = host.show("x")  # type: ignore[assignment]
        async for one in host.execute_many("x", [1, 2]):
            print(one.status, execution.data, plugins, unawaited)
