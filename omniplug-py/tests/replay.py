"""Replays the scenarios of `tests/scenarios` on a host, blocking or async."""
import asyncio
import dataclasses
import json
import math
import tempfile
from datetime import datetime
from pathlib import Path

import omniplug
from omniplug import AsyncOmniplug, Omniplug, OmniplugError, Table

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted((ROOT / "tests" / "scenarios").glob("*.json"))


def replay(scenario, is_async):
    """Replays one file; an `AssertionError` tells what differs."""
    story = json.loads(scenario.read_text())
    with tempfile.TemporaryDirectory(prefix="omniplug-scenario-") as folder:
        player = AsyncPlayer(Path(folder)) if is_async else Player(Path(folder))
        try:
            for number, step in enumerate(story["steps"]):
                try:
                    player.step(step)
                except AssertionError as error:
                    raise AssertionError(f"{scenario.name}, step {number} ({step['call']}): {error}") from error
        finally:
            player.end()


class Player:
    """Plays steps on a blocking host."""

    def __init__(self, folder):
        self.folder, self.sources = folder, 0
        self.host = None
        self.open({})

    def step(self, step):
        heard, arguments = [], self.arguments(step)
        if step["call"] == "open":
            call = self.open
            arguments = [arguments]
        else:
            call = self.verb
            arguments = [step["call"], arguments, heard, step.get("cancel_on")]
        try:
            answer = plain(call(*arguments))
        except OmniplugError as error:
            assert error.kind == step.get("error"), f"raised `{error.kind}`: {error}"
            return
        assert "error" not in step, f"no error, but {answer}"
        for path, expected in step["result"].items():
            found = at(answer, path)
            assert fits(found, expected), f"`{path}` is {found!r}, not {expected!r}; the answer is {answer}"
        events = plain(heard)
        for expected in step.get("events", []):
            assert any(is_heard(event, expected) for event in events), f"not heard: {expected}; heard were {events}"

    def arguments(self, step):
        arguments = dict(step["arguments"])
        if isinstance(arguments.get("source"), dict):
            arguments["source"] = self.write(arguments["source"])
        elif "source" in arguments:
            arguments["source"] = ROOT / arguments["source"]
        given = arguments.get("input")
        if isinstance(given, dict) and list(given) == ["table"]:
            arguments["input"] = Table(given["table"])
        return arguments

    def write(self, source):
        self.sources += 1
        folder = self.folder / f"source-{self.sources}"
        folder.mkdir()
        for name, text in {**source["files"], "manifest.json": json.dumps(source["manifest"])}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        return folder

    def open(self, options):
        self.end()
        self.host = Omniplug.open(self.folder / "home", **options)

    def verb(self, name, arguments, heard, cancel_on):
        if name == "rules":
            return omniplug.rules()
        if name in ("scan", "audit"):
            return getattr(self.host, name)(arguments.pop("source"), **arguments)
        if name == "execute_many":
            return many(self.host.execute_many(**arguments, on_event=heard.append))
        if name not in ("execute", "execute_source"):
            return getattr(self.host, name)(**arguments)
        if cancel_on is None:
            return getattr(self.host, name)(**arguments, on_event=heard.append)
        run = self.host.start(**arguments)
        for event in run:
            heard.append(event)
            if event.kind == cancel_on:
                run.cancel()
        return run.result()

    def end(self):
        if self.host is not None:
            self.host.close()
            self.host = None


def many(executions):
    answers = []
    while True:
        try:
            answers.append(next(executions))
        except StopIteration:
            return answers
        except OmniplugError as error:
            answers.append({"error": error.kind})


class AsyncPlayer(Player):
    """Plays steps on an async host, all on one event loop."""

    def __init__(self, folder):
        self.loop = asyncio.new_event_loop()
        super().__init__(folder)

    def open(self, options):
        if self.host is not None:
            self.loop.run_until_complete(self.host.close())

        async def opened():
            return await AsyncOmniplug.open(self.folder / "home", **options)

        self.host = self.loop.run_until_complete(opened())

    def verb(self, *arguments):
        return self.loop.run_until_complete(self.awaited(*arguments))

    async def awaited(self, name, arguments, heard, cancel_on):
        if name == "rules":
            return omniplug.rules()
        if name in ("scan", "audit"):
            return await getattr(self.host, name)(arguments.pop("source"), **arguments)
        if name == "execute_many":
            executions = self.host.execute_many(**arguments, on_event=heard.append)
            answers = []
            while True:
                try:
                    answers.append(await executions.__anext__())
                except StopAsyncIteration:
                    return answers
                except OmniplugError as error:
                    answers.append({"error": error.kind})
        if name not in ("execute", "execute_source"):
            return await getattr(self.host, name)(**arguments)
        if cancel_on is None:
            return await getattr(self.host, name)(**arguments, on_event=heard.append)
        async with self.host.start(**arguments) as run:
            async for event in run:
                heard.append(event)
                if event.kind == cancel_on:
                    run.cancel()
            return await run

    def end(self):
        if self.host is not None:
            self.loop.run_until_complete(self.host.close())
            self.host = None
        self.loop.close()


def plain(value):
    """The JSON that an answer stands for."""
    if isinstance(value, Table):
        return value.to_dict()
    if dataclasses.is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime) else value


def at(value, path):
    """What stands at a dotted path; `None` where there is nothing."""
    for name in path.split(".") if path else []:
        if isinstance(value, list):
            value = value[int(name)] if int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


def fits(found, expected):
    """Whether something is what a scenario expects."""
    if isinstance(expected, dict) and len(expected) == 1:
        (word, wanted), = expected.items()
        if word == "present" and wanted is True:
            return found is not None
        if word == "contains":
            return isinstance(found, str) and wanted in found
        if word == "length":
            return isinstance(found, (list, str)) and len(found) == wanted
    return alike(found, expected)


def is_heard(event, expected):
    """Whether an event has what a scenario expects of it."""
    return all(fits(event.get(name), part) for name, part in expected.items())


def alike(found, expected):
    """Equality with numbers equal within 1e-9."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return math.isclose(found, expected, rel_tol=0, abs_tol=1e-9)
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(alike, found, expected))
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(alike(found[name], expected[name]) for name in expected)
    return found == expected
