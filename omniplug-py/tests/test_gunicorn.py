"""A FastAPI backend under gunicorn with several workers of uvicorn: load, restarts, killed workers, and what is left."""
import os
import signal
import subprocess
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

try:
    import fastapi  # noqa: F401
    import gunicorn  # noqa: F401
    import httpx
    import uvicorn_worker  # noqa: F401
except ImportError as error:
    raise unittest.SkipTest(str(error)) from None

from plugins import WithHost
from test_processes import PATIENCE, descendants, eventually, lives

HERE = Path(__file__).resolve().parent
WORKERS, CALLS = 3, 48


class Server:
    """Gunicorn with an app of `served.py`, on a socket in a folder."""

    def __init__(self, home, socket, *words, preloaded=False):
        app = "served:preloaded" if preloaded else "served:app"
        more = {"SERVED_PRELOADED": "1"} if preloaded else {}
        self.socket = socket
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", app, "--workers", str(WORKERS), "--bind", f"unix:{socket}",
             "--worker-class", "uvicorn_worker.UvicornWorker", "--graceful-timeout", "30", "--no-control-socket", *words],
            cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            env={**os.environ, **more, "OMNIPLUG_HOME": str(home), "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])})
        self.client = httpx.Client(
            transport=httpx.HTTPTransport(uds=str(socket), limits=httpx.Limits(max_keepalive_connections=0)),
            base_url="http://served", timeout=PATIENCE)

    def workers(self):
        """The processes that gunicorn forked, without their sandboxes."""
        file = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in file.read_text().split() if self.is_python(child)]

    def settled(self):
        """Its processes and theirs, once sessions have made ready what they make ahead of requests."""
        seen = []

        def rests():
            seen.append(set(descendants(self.process.pid)))
            time.sleep(0.25)
            return len(seen) > 4 and all(found == seen[-1] for found in seen[-4:])

        if not eventually(rests):
            raise AssertionError("it makes and ends processes without being called")
        return seen[-1]

    @staticmethod
    def is_python(process):
        try:
            return b"gunicorn" in Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            return False

    def execute(self, plugin, data):
        return self.client.get(f"/execute/{plugin}", params={"data": data}).raise_for_status().json()

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"gunicorn ended: {self.end()}")
        try:
            return self.socket.exists() and self.execute("echo", 1)["data"] == 1
        except httpx.HTTPError:
            return False

    def end(self):
        """Ends it in good order and gives what it printed."""
        self.client.close()
        self.process.terminate()
        try:
            return self.process.communicate(timeout=PATIENCE)[0]
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.communicate()


class Gunicorn(WithHost):
    def serve(self, *words, preloaded=False):
        server = Server(self.home, self.folder / "socket", *words, preloaded=preloaded)
        self.addCleanup(self.end, server)
        self.assertTrue(eventually(server.answers), "no worker answers")
        self.assertTrue(eventually(lambda: len(server.workers()) == WORKERS))
        return server

    def end(self, server):
        everything = descendants(server.process.pid)
        printed = server.end()
        self.assertEqual(server.process.returncode, 0, printed)
        self.assertNotIn("Traceback", printed)
        self.assertTrue(eventually(lambda: not any(map(lives, everything))), "processes are left")

    def load(self, server):
        """Makes many calls at once; gives the workers that answered."""
        with ThreadPoolExecutor(CALLS) as pool:
            answers = list(pool.map(lambda n: server.execute("echo", n), range(CALLS)))
        self.assertEqual([answer["data"] for answer in answers], list(range(CALLS)))
        return {answer["worker"] for answer in answers}

    def share(self, server):
        """Makes many calls at once until several workers answer them, the last of which may still be starting; gives them."""
        def several():
            workers = self.load(server)
            return workers if len(workers) > 1 else None

        workers = eventually(several)
        self.assertTrue(workers, "one worker answers everything")
        return workers

    def test_workers_that_open_a_host_each_execute_at_once(self):
        for words in ((), ("--preload",)):
            server = self.serve(*words)
            self.share(server)
            self.doCleanups()

    def test_workers_share_a_host_that_was_opened_before_they_were_forked(self):
        server = self.serve("--preload", preloaded=True)
        self.assertNotIn(server.process.pid, self.share(server))

    def test_a_restart_in_good_order_loses_no_call(self):
        for preloaded in (False, True):
            server = self.serve(*(["--preload"] if preloaded else []), preloaded=preloaded)
            old = server.workers()
            with ThreadPoolExecutor(WORKERS * 2) as pool:
                running = [pool.submit(server.execute, "sleeper", 3) for _ in range(WORKERS * 2)]
                self.assertTrue(eventually(lambda: self.running() == len(running)))
                server.process.send_signal(signal.SIGHUP)
                self.assertEqual([call.result()["data"] for call in running], [3] * len(running))
            self.assertTrue(eventually(lambda: not any(map(lives, old))), "old workers are left")
            self.assertTrue(eventually(lambda: len(server.workers()) == WORKERS))
            self.assertEqual(self.load(server) & set(old), set())
            self.doCleanups()

    def test_a_worker_that_is_killed_takes_its_sandboxes_along_and_is_replaced(self):
        server = self.serve()
        before = server.settled()
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(server.execute, "sleeper", 1000)
            self.assertTrue(eventually(lambda: self.running() == 1))
            self.assertTrue(eventually(lambda: set(descendants(server.process.pid)) - before))
            worker = next(it for it in server.workers() if set(descendants(it)) - before)
            sandboxes = descendants(worker)
            os.kill(worker, signal.SIGKILL)
            # The connection breaks, long before the client's own patience ends.
            self.assertIsInstance(call.exception(), httpx.RemoteProtocolError)
        self.assertTrue(eventually(lambda: not any(map(lives, sandboxes))), "sandboxes are left")
        self.assertTrue(eventually(lambda: len(server.workers()) == WORKERS))
        self.assertNotIn(worker, self.load(server))
        # The worker in its place, which opens the home, knows that nobody runs it any more.
        self.assertTrue(eventually(lambda: self.host.executions("sleeper", limit=1)[0].status == "error"))

    def running(self):
        """How many executions run in their sandbox, whoever started them."""
        return self.host.statistics("sleeper").running


if __name__ == "__main__":
    unittest.main()
