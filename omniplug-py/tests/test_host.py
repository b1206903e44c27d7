"""What the Python face adds to the facade: errors, events, cancelling, hooks, results."""
import asyncio
import inspect
import os
import pickle
import signal
import threading
import time
import unittest
import unittest.mock

import omniplug
from omniplug import AsyncOmniplug, Issue, Omniplug, Reply

from plugins import WithHost, write


class Verbs(WithHost):
    def test_each_verb_waits_here_and_is_awaited_there(self):
        verbs = [name for name, value in vars(Omniplug.__mro__[1]).items() if type(value).__name__ == "verb"]
        self.assertGreater(len(verbs), 12)
        asynchronous = self.host.asynchronous
        for name in verbs:
            self.assertFalse(inspect.iscoroutinefunction(getattr(self.host, name)), name)
            self.assertTrue(inspect.iscoroutinefunction(getattr(asynchronous, name)), name)
            self.assertTrue(getattr(Omniplug, name).__doc__, name)
            self.assertNotIn("self", inspect.signature(getattr(self.host, name)).parameters)

    def test_every_kind_of_error_has_its_class(self):
        from omniplug._errors import _BY_KIND, make_error

        kinds = {"invalid_manifest", "invalid_package", "invalid_input", "not_found", "conflict", "disabled", "refused",
                 "dependency", "unavailable", "busy", "storage", "sandbox"}
        self.assertEqual(set(_BY_KIND), kinds)
        for kind in kinds:
            error = make_error(kind, "no", "yes", 1.5)
            self.assertEqual((type(error).kind, str(error), error.retry_after), (kind, "no\nhint: yes", 1.5))
            again = pickle.loads(pickle.dumps(error))
            self.assertEqual((type(again), again.hint), (type(error), "yes"))

    def test_an_error_keeps_message_and_hint(self):
        with self.assertRaises(omniplug.NotFoundError) as caught:
            self.host.show("absent")
        self.assertIn("absent", caught.exception.message)
        self.assertTrue(caught.exception.hint)

    def test_a_sandbox_that_cannot_be_made_is_an_error_of_its_own(self):
        # A system without anything in it, in place of this machine's.
        root = self.folder / "empty-root"
        root.mkdir()
        with unittest.mock.patch.dict(os.environ, OMNIPLUG_ROOT=str(root)):
            with Omniplug.open(self.folder / "home-without-system") as host:
                with self.assertRaises(omniplug.SandboxError) as caught:
                    host.install(self.folder / "echo")
        self.assertEqual((type(caught.exception).kind, bool(caught.exception.hint)), ("sandbox", True))

    def test_who_comes_when_too_many_wait_hears_when_to_come_back(self):
        policy = {"concurrency": {"executions": 1, "waiting": 0}}
        with Omniplug.open(self.home, policy=policy) as host, host.start("sleeper", 20) as run:
            for event in run:
                if event.kind == "progress":
                    break
            with self.assertRaises(omniplug.BusyError) as caught:
                host.execute("echo", 1)
            self.assertGreater(caught.exception.retry_after, 0)

    def test_wrong_options_are_refused(self):
        for options in ({"policy": {"limit": {}}}, {"policy": {"limits": {"timeout": -1}}}, {"pool": {"most": "x"}},
                        {"platform_version": "new"}, {"contracts": "none"}, {"validators": {"nowhere": [print]}}):
            with self.assertRaises(omniplug.InvalidInputError, msg=str(options)):
                Omniplug.open(self.home, **options)

    def test_what_no_plugin_can_be_given_is_a_type_error(self):
        for wrong in (object(), {1: 2}, {"x": {3}}, 1 << 70):
            with self.assertRaises(TypeError):
                self.host.execute("echo", wrong)
        deep = []
        for _ in range(5000):
            deep = [deep]
        with self.assertRaises(omniplug.InvalidInputError):
            self.host.execute("echo", deep)

    def test_data_of_a_failure_raises_what_failed(self):
        self.host.install(write(self.folder, "broken", "def execute(data):\n    raise KeyError('colour')\n"))
        execution = self.host.execute("broken")
        self.assertEqual((execution.status, execution.succeeded), ("failure", False))
        with self.assertRaises(omniplug.ExecutionFailedError) as caught:
            execution.data
        self.assertIn("KeyError", str(caught.exception))
        self.assertIn("main.py", caught.exception.traceback)

    def test_answers_are_shown_in_notebooks(self):
        for answer in (self.host.execute("echo", {"a": "<b>"}), self.host.show("echo"), self.host.statistics()):
            html = answer._repr_html_()
            self.assertTrue(html.startswith("<table>"))
            self.assertNotIn("<b>", html)
            self.assertTrue(repr(answer).startswith(type(answer).__name__))


class Cancelling(WithHost):
    def test_ctrl_c_ends_the_call(self):
        timer = threading.Timer(2, signal.raise_signal, [signal.SIGINT])
        timer.start()
        begin = time.monotonic()
        with self.assertRaises(KeyboardInterrupt):
            self.host.execute("sleeper", 50)
        self.assertLess(time.monotonic() - begin, 45)
        self.assert_ends_as_cancelled()

    def test_what_a_listener_raises_ends_the_call(self):
        def listen(event):
            if event.kind == "progress":
                raise ZeroDivisionError

        with self.assertRaises(ZeroDivisionError):
            self.host.execute("sleeper", 50, on_event=listen)
        self.assert_ends_as_cancelled()
        with self.assertRaises(ZeroDivisionError):
            asyncio.run(self.host.asynchronous.execute("sleeper", 50, on_event=listen))
        self.assert_ends_as_cancelled()

    def test_cancelling_the_awaitable_cancels_the_execution(self):
        async def story():
            heard = asyncio.Event()
            listen = lambda event: event.kind == "progress" and heard.set()
            task = asyncio.ensure_future(self.host.asynchronous.execute("sleeper", 50, on_event=listen))
            await heard.wait()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        asyncio.run(story())
        self.assert_ends_as_cancelled()

    def test_leaving_the_block_of_a_run_cancels_it(self):
        with self.host.start("sleeper", 50) as run:
            next(event for event in run if event.kind == "progress")
        self.assertEqual(run.result().status, "cancelled")

    def assert_ends_as_cancelled(self):
        deadline = time.monotonic() + 30
        while self.host.executions(limit=1)[0].status is None and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(self.host.executions(limit=1)[0].status, "cancelled")


def no_zeros(call):
    if call.parameters.get("factor") == 0:
        return [Issue("parameters.factor", "is zero", "give another")]
    if call.parameters.get("factor") == 1:
        raise ValueError("one changes nothing")
    if call.parameters.get("factor") == 2:
        raise TypeError("a fault of the validator")


class Hooks(WithHost):
    # A validator may ask the host itself, also for what waits.
    hosts = []
    options = {
        "validators": {"integration": [no_zeros, lambda call: Hooks.hosts and Hooks.hosts[0].list() and None]},
        "transformers": {"integration": [
            lambda reply: Reply([reply.data, "seen"], reply.metadata, warnings=["changed"]) if reply.data != "keep" else None,
            lambda reply: 1 / 0 if reply.data == [13, "seen"] else None]},
    }

    def test_a_validator_refuses_calls(self):
        for factor, told in ((0, "is zero"), (1, "one changes nothing"), (2, "a fault of the validator")):
            execution = self.host.execute("echo", 1, {"factor": factor})
            self.assertEqual(execution.status, "refused")
            self.assertIn(told, execution.record.failure.message)

    def test_a_validator_may_call_the_host(self):
        Hooks.hosts[:] = [self.host]
        try:
            self.assertEqual(self.host.execute("echo", 5).data, [5, "seen"])
            awaited = asyncio.run(self.host.asynchronous.execute("echo", 5))
            self.assertEqual(awaited.data, [5, "seen"])
        finally:
            Hooks.hosts.clear()

    def test_a_transformer_changes_the_reply_or_leaves_it(self):
        reply = self.host.execute("echo", 7).reply
        self.assertEqual((reply.data, reply.warnings), ([7, "seen"], ["changed"]))
        self.assertEqual(self.host.execute("echo", "keep").data, "keep")
        failed = self.host.execute("echo", 13)
        self.assertFalse(failed.succeeded)
        self.assertIn("ZeroDivisionError", failed.record.failure.message)


class Following(WithHost):
    def test_many_inputs_are_taken_lazily_and_fail_each_for_itself(self):
        executions = self.host.execute_many("echo", [1, object(), 3], window=1)
        self.assertEqual(len(executions), 3)
        self.assertEqual(next(executions).data, 1)
        with self.assertRaises(omniplug.InvalidInputError):
            next(executions)
        self.assertEqual([it.data for it in executions], [3])

    def test_progress_is_a_bar_where_tqdm_is_installed(self):
        self.assertEqual(self.host.execute("sleeper", 0, progress=True).data, 0)

    def test_an_async_host_is_opened_as_a_block(self):
        async def story():
            async with AsyncOmniplug.open(self.home) as host:
                run = host.start("sleeper", 0)
                kinds = [event.kind async for event in run]
                data = [it.data async for it in host.execute_many("echo", range(20))]
                return kinds, (await run).data, data

        kinds, data, many = asyncio.run(story())
        self.assertIn("progress", kinds)
        self.assertEqual((data, many), (0, list(range(20))))


if __name__ == "__main__":
    unittest.main()
