"""Threads, event loops, forks, killed hosts and leaks."""
import asyncio
import gc
import multiprocessing
import os
import subprocess
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from omniplug import Omniplug

from plugins import WithHost

THREADS, TASKS = 32, 1000
# The longest that anything here may take to come about, in seconds.
PATIENCE = 60
# The first cycles fill caches; a leak of one descriptor, thread or kilobyte a cycle shows in the others.
FIRST_CYCLES, CYCLES = 20, int(os.environ.get("OMNIPLUG_CYCLES", "200"))
HOST = """
import sys
from omniplug import Omniplug

host = Omniplug.open(sys.argv[1])
for event in host.start("sleeper", 1000):
    print(event.kind, flush=True)
"""
IMPORT = """
import sys
import omniplug
assert "asyncio" not in sys.modules, "asyncio is imported before it is needed"
assert "numpy" not in sys.modules
assert "omniplug._report" not in sys.modules
assert "Report" in dir(omniplug) and omniplug.Report.__name__ == "Report"
"""


class Load(WithHost):
    def test_threads_execute_at_once(self):
        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(lambda n: self.host.execute("echo", n).data, range(4 * THREADS)))
        self.assertEqual(answers, list(range(4 * THREADS)))

    def test_tasks_of_an_event_loop_execute_at_once(self):
        async def story():
            host = self.host.asynchronous
            ticks, done = 0, asyncio.Event()

            async def tick():
                nonlocal ticks
                while not done.is_set():
                    ticks += 1
                    await asyncio.sleep(0.01)

            ticking = asyncio.ensure_future(tick())
            executions = await asyncio.gather(*(host.execute("echo", n, longest_wait=600) for n in range(TASKS)))
            done.set()
            await ticking
            return [execution.data for execution in executions], ticks

        data, ticks = asyncio.run(story())
        self.assertEqual(data, list(range(TASKS)))
        # The loop went on meanwhile.
        self.assertGreater(ticks, 20)

    def test_several_event_loops_share_a_host(self):
        def run(number):
            async def story():
                return (await self.host.asynchronous.execute("echo", number)).data

            return asyncio.run(story())

        with ThreadPoolExecutor(4) as pool:
            self.assertEqual(list(pool.map(run, range(8))), list(range(8)))


class Forks(WithHost):
    def test_a_child_uses_the_hosts_of_its_parent(self):
        self.assertEqual(self.host.execute("echo", 1).data, 1)
        context = multiprocessing.get_context("fork")
        with context.Pool(3) as pool:
            self.assertEqual(pool.map(self._execute, range(9)), list(range(9)))
        self.assertEqual(self.host.execute("echo", 2).data, 2)

    @classmethod
    def _execute(cls, number):
        return asyncio.run(cls.host.asynchronous.execute("echo", number)).data if number % 2 else \
            cls.host.execute("echo", number).data

    def test_a_child_drops_what_it_never_used(self):
        process = os.fork()
        if process == 0:
            type(self).host = None
            gc.collect()
            os._exit(0)
        self.assertEqual(os.waitpid(process, 0)[1], 0)
        self.assertEqual(self.host.execute("echo", 3).data, 3)


class Ends(WithHost):
    def test_a_killed_host_leaves_no_sandbox(self):
        host = subprocess.Popen([sys.executable, "-c", HOST, self.home], stdout=subprocess.PIPE, text=True,
                                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
        with host.stdout:
            for line in host.stdout:
                if line == "progress\n":
                    break
            sandboxes = descendants(host.pid)
            self.assertGreater(len(sandboxes), 0)
            host.kill()
            host.wait()
        self.assertTrue(eventually(lambda: not any(map(lives, sandboxes))), "sandboxes are left")

    def test_a_host_that_ends_in_the_middle_of_calls_ends_in_good_order(self):
        code = HOST.replace("1000):", "1000):\n    sys.exit(7)")
        ended = subprocess.run([sys.executable, "-c", code, self.home], capture_output=True, text=True, timeout=60,
                               env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
        self.assertEqual((ended.returncode, ended.stderr), (7, ""))

    def test_importing_brings_nothing_along_that_is_not_needed(self):
        subprocess.run([sys.executable, "-c", IMPORT], check=True,
                       env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})


class Leaks(WithHost):
    def test_what_is_closed_holds_no_file(self):
        home, before = self.folder / "closed", descendants(os.getpid())
        with Omniplug.open(home) as host:
            host.install(self.folder / "echo")
            self.assertEqual(host.execute("echo", 1).data, 1)
            self.assertTrue(open_below(home))
            self.assertNotEqual(descendants(os.getpid()), before)
        self.assertEqual(open_below(home), [])
        # A process that was just being made for the next execution is killed, and that is not waited for.
        self.assertTrue(eventually(lambda: descendants(os.getpid()) == before), "processes are left")
        self.assertEqual([plugin.name for plugin in host.list()], ["echo"])

    def test_opening_and_closing_leaves_nothing(self):
        # Where a home is open twice, SQLite keeps the files of the one that is closed for the next one that is opened.
        home = self.folder / "opened-again"

        def cycles(count):
            for _ in range(count):
                with Omniplug.open(home) as host:
                    host.list()
            gc.collect()
            return possessions()

        descriptors, threads, memory = cycles(FIRST_CYCLES)
        more_descriptors, more_threads, more_memory = cycles(CYCLES)
        self.assertEqual(more_descriptors, descriptors)
        self.assertLessEqual(more_threads - threads, CYCLES // 20)
        self.assertLess((more_memory - memory) / CYCLES, 16 << 10, "bytes a cycle")

    def test_event_loops_leave_nothing(self):
        def cycles(count):
            for _ in range(count):
                asyncio.run(self.host.asynchronous.show("echo"))
            gc.collect()
            return possessions()

        descriptors, threads, _ = cycles(FIRST_CYCLES)
        more_descriptors, more_threads, _ = cycles(CYCLES)
        self.assertLessEqual(more_descriptors - descriptors, CYCLES // 20)
        self.assertLessEqual(more_threads - threads, CYCLES // 20)


def eventually(condition):
    """The first true answer of a function; the last one where there is none in time."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def open_below(folder):
    """The files below a folder that this process has open."""
    held = []
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            held.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        except OSError:
            pass
    return [file for file in held if file.startswith(f"{folder}/")]


def possessions():
    """Open descriptors, threads and resident bytes of this process."""
    resident = int(Path("/proc/self/statm").read_text().split()[1])
    return len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task")), resident * os.sysconf("SC_PAGESIZE")


def descendants(process):
    """The processes that a process made, and those that they made."""
    files = Path(f"/proc/{process}/task").glob("*/children")
    children = [int(child) for file in files for child in file.read_text().split()]
    return children + [other for child in children for other in descendants(child)]


def lives(process):
    """Whether a process is there and no zombie that waits for its parent."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


if __name__ == "__main__":
    unittest.main()
