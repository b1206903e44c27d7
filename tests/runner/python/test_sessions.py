"""Warm sessions of the Python runner under bubblewrap: the protocol, and what forks may not share."""
import os
import random
import signal
import struct
import unittest

from harness import Run, available
from session_harness import Session

COUNTING = {"plugin.py": "print('loading')\nseen = []\ndef execute(data):\n    seen.append(data)\n    print('called')\n    return seen\n"}


def function(body, top=""):
    return {"plugin.py": top + "\ndef execute(input_data):\n    " + body.replace("\n", "\n    ")}


@unittest.skipUnless(available(), "bubblewrap can't run here")
class Protocol(unittest.TestCase):
    def test_each_execution_is_a_fork_of_one_loading(self):
        with Session(COUNTING) as session:
            self.assertEqual(session.loaded, {"warm": True})
            for data in range(3):
                reply = session.run(data)
                self.assertEqual((reply.data, reply.out, reply.err), ([data], "called\n", ""))
            self.assertEqual(session.printed(), "loading\n")

    def test_a_plugin_that_closes_its_output_when_it_is_loaded_has_one_in_each_execution(self):
        for number in (1, 2):
            with Session(function("print(os.write(%d, b'x'))\nreturn 1" % number, "import os\nos.close(%d)" % number)) as session:
                self.assertEqual(session.loaded, {"warm": True})
                reply = session.run()
                self.assertEqual((reply.data, "x" in reply.out + reply.err), (1, True))

    def test_the_end_is_told_with_status_time_and_memory(self):
        with Session(function("import os, time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass\n"
                              "x = bytearray(64 << 20)\nos._exit(7)")) as session:
            reply = session.run()
            status, cpu, memory = reply.end
            self.assertEqual((reply.raw, os.WIFEXITED(status) and os.WEXITSTATUS(status)), (b"", 7))
            self.assertGreaterEqual(cpu, 200_000)
            self.assertGreaterEqual(memory, 64 << 10)

    def test_an_execution_may_end_before_it_begins(self):
        with Session(COUNTING) as session:
            session.fork()
            status, _, _ = session.end()
            self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)
            self.assertEqual(session.run(5).data, [5])

    def test_what_an_execution_starts_ends_with_it(self):
        code = ("import os, subprocess, signal\nsubprocess.Popen(['sleep', '999'], start_new_session=True)\n"
                "pid = os.fork()\nif pid == 0:\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    signal.pause()\n"
                "return sorted(int(n) for n in os.listdir('/proc') if n.isdigit())")
        with Session(function(code)) as session:
            self.assertEqual(len(session.run().data), 4)
            self.assertEqual(len(session.run().data), 4)

    def test_the_end_of_the_control_socket_ends_the_session(self):
        session = Session(COUNTING)
        session.run(1)
        self.assertEqual(session.close(), 0)

    def test_the_limit_of_processor_time_is_each_executions_own(self):
        with Session(function("while input_data.data: pass"), limits={"output": None, "cpu_seconds": 1}) as session:
            self.assertEqual(os.WTERMSIG(session.run(True).end[0]), signal.SIGKILL)
            self.assertIsNone(session.run(False).data)

    def test_large_replies_come_as_a_sealed_file(self):
        code = function("class T(type(input_data.data)): pass\nfrom array import array\n"
                        "return input_data.data[0].__class__([('x', [1.5] * 200_000)])")
        import array
        body = array.array("d", [1.0, 2.0] + [0.0] * 6).tobytes()
        tables = [{"rows": 2, "columns": [
            {"name": "x", "type": "float64", "nulls": 0, "validity": None, "offsets": None, "data": [0, 16]}]}]
        with Session(code) as session:
            reply = session.run([{"$table": 0}], tables, body)
            self.assertEqual((reply.data, reply.packets), ({"$table": 0}, [b"M"]), reply.header)
            self.assertEqual(session.seals, 0xF)
            self.assertEqual(struct.unpack("<2d", reply.body[:16]), (1.5, 1.5))
            self.assertEqual(len(reply.body), 1_600_000)
        self.assertEqual(len(Run(code, data=[{"$table": 0}], tables=tables, body=body).body), 1_600_000)


@unittest.skipUnless(available(), "bubblewrap can't run here")
class LikeCold(unittest.TestCase):
    """What an execution answers is the same in a process of its own."""

    def both(self, files, data=None, entry_point="plugin.py", **more):
        cold = Run(files, entry_point, data, **more)
        with Session(files, entry_point) as session:
            self.assertEqual(session.loaded, {"warm": True}, session.printed())
            warm = session.run(data, **more)
            printed = session.printed()
        self.assertEqual((warm.header, warm.body), (cold.header, cold.body))
        self.assertEqual(printed + warm.out + warm.err, cold.out + cold.err)
        return warm

    def test_classes_functions_and_failures(self):
        code = ("class Plugin:\n    def __init__(self, context): print('made', context.plugin_id)\n"
                "    def validate_input(self, d): return d.data != 'bad'\n"
                "    def execute(self, d, factor=1):\n        if d.data == 'fail': raise KeyError('gone')\n"
                "        return {'data': d.data, 'warnings': ['w']}\n    def cleanup(self): print('cleaned')\n")
        for data in ([1, 2.5], "bad", "fail"):
            self.both({"m/plugin.py": code}, data, "m/plugin.py:Plugin", parameters={"facter": 1})
        for body in ("return {1}", "import sys; sys.exit(3)", "return execute(input_data)", "x = {}; x['x'] = x; return x", "import nothing_here",
                     "return float('nan')", "raise MemoryError", "import os; os.write(1, b'raw'); return 1"):
            self.both(function(body))

    def test_scripts(self):
        code = ("'''Doc.'''\nimport json\nimport helper\nfrom pathlib import Path\nprint('once')\n"
                "given = json.loads(Path('input.json').read_text())\n"
                "Path('output.json').write_text(json.dumps({'data': [given['data'], __name__, helper.x]}))\n%s")
        for end in ("", "raise SystemExit(4)", "1 / 0"):
            self.both({"plugin.py": code % end, "helper.py": "x = 5"}, {"a": 1})

    def test_a_script_sees_its_modules_loaded_and_its_own_fresh(self):
        code = ("import decimal, helper\nimport sys, json\n"
                "json.dump({'data': helper.n}, open('output.json', 'w'))")
        with Session({"plugin.py": code, "helper.py": "import os\nn = os.getpid()"}) as session:
            self.assertEqual(session.loaded, {"warm": True})
            # The helper is the plugin's own and loaded in the fork, which is not process 1.
            self.assertGreater(session.run().data, 1)

    def test_a_plugins_own_module_hides_the_librarys(self):
        files = {**function("import traceback, decimal\nreturn [traceback.own, decimal.own]"),
                 "traceback.py": "own = 1", "decimal.py": "own = 2"}
        self.assertEqual(self.both(files).data, [1, 2])

    def test_events_and_what_loading_tells(self):
        code = ("from omniplug_sdk import *\nwarn('early')\nclass P(Plugin):\n    def execute(self, input_data):\n"
                "        partial([1]); warn('late'); progress(1); log('said')\n"
                "        return Output(input_data.data, metadata={'a': 1}, warnings=['w'])\n")
        self.assertEqual(self.both({"plugin.py": code}, 3).events, [
            {"event": "warning", "message": "early"}, {"event": "partial", "data": [1], "tables": []},
            {"event": "warning", "message": "late"}, {"event": "progress", "fraction": 1.0, "message": ""},
        ])


@unittest.skipUnless(available(), "bubblewrap can't run here")
class Leftovers(unittest.TestCase):
    def reason(self, top):
        with Session(function("return 1", top)) as session:
            self.assertIs(session.loaded["warm"], False, top)
            return session.loaded["reason"]

    def test_what_a_fork_cannot_have_afresh_is_named(self):
        for top, words in (
            ("import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()", "starts a thread"),
            ("import subprocess\nsubprocess.Popen(['sleep', '99'])", "starts a process"),
            ("import socket\nkept = socket.socketpair()", "leaves `socket:"),
            ("import os\nkept = os.pipe()", "leaves `pipe:"),
            ("import select\nkept = select.epoll()", "leaves `anon_inode:"),
            ("import asyncio\nkept = asyncio.new_event_loop()", "leaves `"),
            ("import mmap\nkept = mmap.mmap(-1, 4096)", "shares memory"),
            ("import os\nos.mkfifo('/tmp/pipe')", "makes the socket, pipe or device `/tmp/pipe`"),
            ("kept = open('/tmp/x', 'w')\nimport os\nos.unlink('/tmp/x')", "deleted file"),
            ("open('/dev/shm/big', 'wb').truncate(17 << 20)", "16 MiB"),
            ("for i in range(300): open('/tmp/%d' % i, 'w')", "256 files"),
            ("import signal\nsignal.alarm(99)", "sets a timer"),
            ("import random\nx = random.random()", "draws random numbers"),
            ("x = {}['gone']", "it can't be loaded: KeyError: 'gone'"),
            ("import sys\nsys.exit()", "it can't be loaded: SystemExit"),
            ("import ctypes, sys\nsys.modules['ctypes'] = None", "lacks the module `ctypes`"),
        ):
            self.assertIn(words, self.reason(top), top)
            self.assertEqual(len(self.reason(top).splitlines()), 1)

    def test_files_that_loading_wrote_come_back_for_every_execution(self):
        top = ("import os\nos.makedirs('/tmp/a/b')\nopen('/tmp/a/b/f', 'w').write('kept')\nos.chmod('/tmp/a/b/f', 0o640)\n"
               "os.utime('/tmp/a/b/f', (5, 6))\nos.symlink('b/f', '/tmp/a/link')\nopen('/dev/shm/s', 'wb').write(b's')\n"
               "open('/plugin/own', 'w').write('p')\nos.remove('/plugin/t.txt')\nopen('/plugin/t.txt', 'w').write('new')\n"
               "os.chdir('/tmp/a')")
        body = ("found = os.stat('/tmp/a/b/f')\nread = [open(p).read() for p in ('link', '/dev/shm/s', '/plugin/own', '/plugin/t.txt')]\n"
                "for p in ('link', '/plugin/own'): open(p, 'w').write('spoilt')\nos.remove('/dev/shm/s')\n"
                "return [read, found.st_mode & 0o777, found.st_mtime, os.getcwd()]")
        with Session({**function(body, top), "t.txt": "old"}) as session:
            for _ in range(2):
                self.assertEqual(session.run().data, [["kept", "s", "p", "new"], 0o640, 6, "/tmp/a"])

    def test_open_files_stand_where_loading_left_them(self):
        top = ("import os\ntext = open('/plugin/t.txt', 'rb', 0)\ntext.read(2)\nlog = open('/tmp/log', 'a+')\nlog.write('1'); log.flush()\n"
               "null = open('/dev/null')\nfolder = os.open('/plugin', os.O_RDONLY)")
        body = ("log.write('2'); log.flush(); log.seek(0)\n"
                "return [text.read(2).decode(), log.read(), os.get_inheritable(text.fileno()), 't.txt' in os.listdir(folder)]")
        with Session({**function(body, top), "t.txt": "abcdef"}) as session:
            for _ in range(3):
                self.assertEqual(session.run().data, ["cd", "12", False, True])


@unittest.skipUnless(available(), "bubblewrap can't run here")
class Apart(unittest.TestCase):
    """No execution reaches the session's process, or another execution."""

    def test_the_sessions_process_is_out_of_reach(self):
        tricks = (
            "os.kill(1, 9)", "os.kill(1, signal.SIGSTOP)", "os.kill(1, signal.SIGINT)", "open('/proc/1/mem', 'rb')",
            "os.readlink('/proc/1/fd/0')", "open('/proc/1/environ').read()", "os.readlink('/proc/1/cwd')",
            "check(ctypes.CDLL(None, use_errno=True).ptrace(16, 1, 0, 0))",
            "check(ctypes.CDLL(None, use_errno=True).process_vm_readv(1, None, 0, None, 0, 0) or -1)",
        )
        top = ("import os, signal, ctypes\ndef check(answer):\n    if answer < 0: raise PermissionError('refused')\n"
               "def attempt(trick):\n    try:\n        eval(trick)\n        return 'did it'\n    except PermissionError:\n        return 'refused'\n")
        with Session(function("return {trick: attempt(trick) for trick in input_data.data}", top)) as session:
            found = session.run(list(tricks)).data
            for trick in tricks:
                self.assertEqual(found[trick], "refused", trick)
            self.assertEqual(session.run(["1 + 1"]).data, {"1 + 1": "did it"})

    def test_the_control_socket_is_not_there(self):
        code = ("import os, stat\nfound = []\nfor n in range(64):\n    try:\n        if stat.S_ISSOCK(os.fstat(n).st_mode): found.append(n)\n"
                "    except OSError: pass\nimport socket\ntry:\n    socket.socket(fileno=3).send(b'D' + bytes(20))\nexcept OSError: pass\nreturn len(found)")
        with Session(function(code)) as session:
            # Its own channel, on which nothing but its own reply can be sent.
            self.assertEqual(session.run().data, 1)
            self.assertEqual(session.run().data, 1)

    def test_signals_arrive_and_interrupt_as_usual(self):
        code = ("import os, signal, time\ntry:\n    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(5)\nexcept KeyboardInterrupt:\n"
                "    return signal.pthread_sigmask(signal.SIG_BLOCK, []) == set()")
        with Session(function(code)) as session:
            reply = session.run()
            self.assertIs(reply.data, True, reply.header)

    def test_nothing_leaks_in_any_order(self):
        top = "import os, sys, random, builtins\nstate = {}\n"
        leaks = {
            "global": ("state['x'] = 1", "'x' in state"), "environment": ("os.environ['LEAK'] = '1'", "'LEAK' in os.environ"),
            "module": ("sys.modules['leak'] = sys", "'leak' in sys.modules"), "builtin": ("builtins.leak = 1", "hasattr(builtins, 'leak')"),
            "tmp": ("open('/tmp/leak', 'w')", "os.path.exists('/tmp/leak')"), "plugin": ("open('/plugin/leak', 'w')", "os.path.exists('/plugin/leak')"),
            "folder": ("os.chdir('/')", "os.getcwd() == '/'"), "mask": ("os.umask(0o777)", "os.umask(0o22) == 0o777"),
            "random": ("random.seed(123456)", "random.random() == random.Random(123456).random()"),
            "limit": ("__import__('resource').setrlimit(4, (0, 0))", "__import__('resource').getrlimit(4) == (0, 0)"),
            "stopped": ("os.fork() or __import__('time').sleep(99)", "len([n for n in os.listdir('/proc') if n.isdigit()]) > 2"),
        }
        with Session(function("exec(input_data.data[0])\nreturn eval(input_data.data[1])", top)) as session:
            names = sorted(leaks) * 2
            random.Random(20).shuffle(names)
            for name in names:
                leak, test = leaks[name]
                self.assertIs(session.run(["pass", test]).data, False, name)
                session.run([leak, "1"])
            for name, (_, test) in leaks.items():
                self.assertIs(session.run(["pass", test]).data, False, name)


@unittest.skipUnless(available(), "bubblewrap can't run here")
class Seeds(unittest.TestCase):
    def test_a_given_seed_repeats_cold_and_warm(self):
        files = function("return [random.random(), own.random(), fixed.random()]",
                         "import random\nown = random.Random()\nfixed = random.Random(3)")
        with Session(files) as session:
            first = session.run(seed={"value": 42, "given": True}).data
            self.assertEqual(first[0], random.Random(42).random())
            self.assertEqual(first[2], random.Random(3).random())
            self.assertEqual(session.run(seed={"value": 42, "given": True}).data, first)
            other = session.run(seed={"value": 2**53 - 1, "given": False}).data
        self.assertEqual([a == b for a, b in zip(first, other)], [False, False, True])
        self.assertEqual(Run(files, seed={"value": 42, "given": True}).data, first)

    def test_what_loading_seeded_starts_where_loading_left_it(self):
        files = function("return random.random()", "import random\nrandom.seed(7)\nrandom.random()")
        expected = random.Random(7)
        expected.random()
        expected = expected.random()
        with Session(files) as session:
            for value in (1, 2):
                self.assertEqual(session.run(seed={"value": value, "given": True}).data, expected)
        self.assertEqual(Run(files, seed={"value": 9, "given": True}).data, expected)


@unittest.skipUnless(available(), "bubblewrap can't run here")
class Events(unittest.TestCase):
    def run_with(self, body, data=None):
        with Session(function(body, "from omniplug_sdk import *\nimport os, time, threading")) as session:
            return session.run(data)

    def test_progress_is_thinned_out_and_its_last_is_told(self):
        reply = self.run_with("for i in range(20_000): progress(i / 20_000, 'step')\nreturn 1")
        self.assertLess(len(reply.events), 1000)
        self.assertEqual(reply.events[-1]["fraction"], 19_999 / 20_000)

    def test_a_fraction_that_is_none_is_refused(self):
        for value, kind in (("float('nan')", "ValueError"), ("float('inf')", "ValueError"), ("'x'", "TypeError"), ("None", "TypeError")):
            self.assertEqual(self.run_with("progress(%s)" % value).error["type"], kind)
        self.assertEqual(self.run_with("progress(7); progress(1, 'x' * 99_999)\nreturn 1").events[0]["fraction"], 1.0)

    def test_threads_and_forked_processes_tell_in_whole_messages(self):
        body = ("def work(n):\n    for i in range(50): warn('%d %d ' % (n, i) + 'é' * 900); partial([n] * 50)\n"
                "workers = []\nfor n in range(4):\n    pid = os.fork()\n    if pid == 0:\n        work(n)\n        os._exit(0)\n    workers.append(pid)\n"
                "threads = [threading.Thread(target=work, args=(n,)) for n in (4, 5)]\n[t.start() for t in threads]\n"
                "for i in range(20): partial('x' * 100_000)\n[t.join() for t in threads]\n[os.waitpid(w, 0) for w in workers]\nreturn 'y' * 100_000")
        reply = self.run_with(body)
        self.assertEqual(len(reply.data), 100_000)
        kinds = [event["event"] for event in reply.events]
        self.assertEqual((kinds.count("warning"), kinds.count("partial")), (300, 320))

    def test_a_large_partial_result_of_a_forked_process_is_refused(self):
        body = ("reader, writer = os.pipe()\nif os.fork() == 0:\n    try:\n        partial('x' * 5000)\n    except Exception as error:\n"
                "        os.write(writer, str(error).encode())\n    os._exit(0)\nos.close(writer)\nreturn os.read(reader, 999).decode()")
        self.assertIn("at most 4096 pass", self.run_with(body).data)

    def test_a_thread_left_running_cannot_tell_behind_the_reply(self):
        body = ("def chatter():\n    while True: warn('still here')\nthreading.Thread(target=chatter, daemon=True).start()\n"
                "time.sleep(0.05)\nreturn 'z' * 500_000")
        self.assertEqual(len(self.run_with(body).data), 500_000)


if __name__ == "__main__":
    unittest.main()
