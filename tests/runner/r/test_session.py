"""Warm sessions of the R runner under bubblewrap. Skipped where namespaces can't be made."""
import array
import math
import shutil
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

from session import Session
from harness import RUNNER, Run, available

IDENTITY = "execute <- function(data) data"


def plugin(code):
    return {"plugin.R": code}


class Table:
    """A table in the making: its description and its body."""

    def __init__(self, rows):
        self.rows, self.columns, self.body = rows, [], b""

    def place(self, content):
        place = [len(self.body), len(content)]
        self.body += content + bytes(-len(content) % 64)
        return place

    def add(self, name, kind, data, validity=None, offsets=None, **more):
        self.columns.append({
            "name": name, "type": kind, "nulls": 0 if validity is None else validity.count(0),
            "validity": None if validity is None else self.place(bytes(validity)),
            "offsets": None if offsets is None else self.place(offsets), "data": self.place(data), **more})
        return self

    def described(self):
        return [{"rows": self.rows, "columns": self.columns}]


def column(reply, at, code):
    """The values of a reply's column, and their validity."""
    described = reply.header["tables"][0]["columns"][at]
    start, length = described["data"]
    values = list(struct.unpack("<%d%s" % (length // struct.calcsize(code), code), reply.body[start:start + length]))
    there = described["validity"]
    return values, list(reply.body[there[0]:sum(there)]) if there else None


@unittest.skipUnless(available() and shutil.which("R"), "bubblewrap or R can't run here")
class Sessions(unittest.TestCase):
    def test_executions_start_from_the_same_loaded_plugin(self):
        code = "cat('loading\\n')\ncount <- 0\nexecute <- function(data) { count <<- count + 1; cat('hi\\n'); list(data, count) }"
        with Session(plugin(code)) as session:
            self.assertEqual(session.loaded, {"warm": True})
            for data in ("a", "b"):
                self.assertEqual(session.run(data).data, [data, 1])
                self.assertEqual(session.out, "hi\n")
            self.assertEqual((session.root / "out").read_text(), "loading\n")

    def test_an_end_tells_what_the_process_used(self):
        with Session(plugin("execute <- function(data) { if (data) repeat {} ; 1 }"), cpu_seconds=1) as session:
            session.fork()
            self.assertIsNone(session.execute(True).header)
            status, microseconds, kibibytes = session.end()
            self.assertEqual(status & 127, 9)
            # Its second ends at a tick of the kernel's clock, which counts less exactly than this.
            self.assertGreater(microseconds, 800_000)
            self.assertGreater(kibibytes, 10_000)
            session.fork()
            session.execute(False)
            session.end()

    def test_an_end_reaches_a_spare_that_waits_and_processes_of_the_plugin(self):
        with Session(plugin("execute <- function(data) { system('sleep 1000 &'); 1 }")) as session:
            session.fork()
            session.control.send(b"K")
            self.assertEqual(session.control.recv(64)[:1], b"D")
            self.assertEqual(session.run().data, 1)
            self.assertEqual(session.run().data, 1)

    def test_scripts_run_once_in_each_execution(self):
        code = ("library(stats4)\nstopifnot('stats4' %in% loadedNamespaces())\ninput <- readLines('/plugin/input.json')\n"
                "print(nchar(input) > 0)\nwriteLines('{\"data\": [1, null]}', '/plugin/output.json')\nquit(status = 0)\n")
        with Session(plugin(code)) as session:
            for _ in range(2):
                self.assertEqual(session.run(5).data, [1, None])
                self.assertEqual(session.out, "[1] TRUE\n")

    def test_classes(self):
        reference = ("P <- setRefClass('P', fields = list(n = 'numeric'), methods = list(\n"
                     "  execute = function(input_data) { n <<- input_data$data; n + 1 }))")
        sdk = ("P <- setRefClass('P', contains = omniplug_sdk$Plugin$className, methods = list(\n"
               "  execute = function(input_data) c(input_data$data, context$config$level)))")
        direct = "omniplug_sdk$Plugin$methods(execute = function(input_data) input_data$data * 2)"
        for code, data in ((reference, 3), (sdk, [2, 3]), (direct, 4)):
            with Session(plugin(code)) as session:
                for _ in range(2):
                    self.assertEqual(session.run(2, context={"config": {"level": 3}}).data, data)
        six = "P <- R6::R6Class('P', public = list(execute = function(input_data) 7))"
        if not subprocess.run(["Rscript", "-e", "quit(status = !requireNamespace('R6', quietly = TRUE))"]).returncode:
            with Session(plugin(six)) as session:
                self.assertEqual(session.run().data, 7)

    def test_failures_are_those_of_a_cold_start(self):
        code = "f <- function(x) {\n  if (x == 'w') warning('careful')\n  stop('gone ', x)\n}\nexecute <- function(data) f(data)"
        cold = Run(plugin(code), "plugin.R", "w", language="r")
        with Session(plugin(code)) as session:
            reply = session.run("w")
            self.assertEqual(reply.header["error"], cold.error)
            self.assertIn("plugin.R:3", reply.header["error"]["traceback"])
            self.assertEqual((reply.header["warnings"], session.err), (cold.header["warnings"], cold.err))

    def test_quit_sinks_and_finalizers_do_as_in_a_cold_start(self):
        code = ("keep <- new.env(); reg.finalizer(keep, function(e) cat('finalized\\n'), onexit = TRUE)\n"
                "execute <- function(data) { on.exit(cat('exit\\n')); if (data == 'sink') sink('/tmp/x') else quit(status = 3); 1 }")
        with Session(plugin(code)) as session:
            for data in ("sink", "quit"):
                cold = Run(plugin(code), "plugin.R", data, language="r")
                reply = session.run(data)
                for member in ("status", "data", "error"):
                    self.assertEqual(reply.header[member], cold.header[member])

    def test_random_numbers_begin_at_the_seed_unless_the_file_seeds_them(self):
        free = "at_load <- runif(1)\nexecute <- function(data) runif(2)"
        seeded = "base::set.seed(5)\nexecute <- function(data) runif(2)"
        with Session(plugin(free)) as session:
            one, same, other = (session.run(seed={"value": n, "given": True}).data for n in (1, 1, 2**53 - 1))
            self.assertEqual(one, same)
            self.assertNotEqual(one, other)
            self.assertEqual(one, Run(plugin(free), "plugin.R", language="r", seed={"value": 1, "given": True}).data)
        with Session(plugin(seeded)) as session:
            one, other = (session.run(seed={"value": n, "given": False}).data for n in (1, 2))
            self.assertEqual(one, other)
            self.assertEqual(one, Run(plugin(seeded), "plugin.R", language="r", seed={"value": 9, "given": False}).data)

    def test_events_come_before_the_reply(self):
        code = ("execute <- function(data) {\n"
                "  for (i in 1:1000) omniplug_sdk$progress(i / 2000, 'aligning')\n"
                "  omniplug_sdk$warn('few cells'); omniplug_sdk$partial(data.frame(a = 1:2))\n"
                "  omniplug_sdk$progress(0.6); omniplug_sdk$progress(0.7, strrep('x', 5000)); omniplug_sdk$log('a', 1); sqrt(4)\n}")
        with Session(plugin(code)) as session:
            reply = session.run()
            out = session.out
        cold = Run(plugin(code), "plugin.R", language="r")
        others = [event["event"] for event in cold.events if event["event"] != "progress"]
        self.assertEqual((others, cold.events[-1].get("fraction")), (["warning", "partial"], 0.7))
        kinds = [event["event"] for event in reply.events]
        self.assertEqual((reply.data, out), (2, "a1\n"))
        self.assertEqual([kind for kind in kinds if kind != "progress"], others)
        self.assertEqual((kinds[0], kinds[-1], reply.events[-1]["fraction"]), ("progress", "progress", 0.7))
        self.assertLess(kinds.count("progress"), 1000)
        before = reply.events[kinds.index("warning") - 1]
        self.assertEqual((before["fraction"], before["message"]), (0.5, "aligning"))

    def test_files_of_loading_are_there_in_every_execution(self):
        code = ("path <- tempfile(); writeLines('kept', path); dir.create('/tmp/d'); file.symlink('d', '/tmp/l')\n"
                "writeLines(c('one', 'two', 'three'), '/plugin/lines'); open <- file('/plugin/lines', 'r'); first <- readLines(open, 1)\n"
                "execute <- function(data) {\n  cat('more', file = '/plugin/lines', append = TRUE)\n"
                "  list(readLines(path), dir.exists('/tmp/l'), first, readLines(open, 1), file.size('/plugin/lines'), file.exists(tempdir()))\n}")
        with Session(plugin(code)) as session:
            self.assertEqual(session.loaded, {"warm": True})
            for _ in range(2):
                self.assertEqual(session.run().data, ["kept", True, "one", "two", 18, True])

    def test_what_forks_cannot_be_given_is_told(self):
        cases = {
            "system('sleep 100 &')": "process",
            "system('mkfifo /tmp/f')": "socket, pipe",
            "p <- pipe('cat', 'w')": "starts a process",
            "for (i in 1:300) file.create(paste0('/tmp/', i))": "256 files",
            "writeBin(raw(17e6), '/tmp/large')": "16 MiB",
            "f <- file('/tmp/gone', 'w+'); unlink('/tmp/gone')": "without a name",
            "stop('no')": "fails when it is loaded",
            "quit(status = 1)": "quit",
        }
        for code, word in cases.items():
            with self.subTest(code), Session(plugin(code + "\n" + IDENTITY)) as session:
                self.assertFalse(session.loaded["warm"])
                self.assertIn(word, session.loaded["reason"])

    def test_the_process_of_an_execution_cannot_reach_the_one_that_forked_it(self):
        code = ("execute <- function(data) {\n  denied <- inherits(try(suppressWarnings(readLines('/proc/1/environ')), silent = TRUE), 'try-error')\n"
                "  list(denied, is.na(Sys.readlink('/proc/1/fd/1')) || Sys.readlink('/proc/1/fd/1') == '', tools::pskill(1, 18), Sys.readlink('/proc/self/fd/3'))\n}")
        with Session(plugin(code)) as session:
            for _ in range(2):
                self.assertEqual(session.run().data, [True, True, False, None])

    def test_large_results_are_handed_over_as_sealed_files(self):
        code = "execute <- function(data) { data$x <- data$x * 2; omniplug_sdk$progress(1); data }"
        rows = 200_000
        table = Table(rows).add("x", "float64", array.array("d", range(rows)).tobytes())
        with Session(plugin(code)) as session:
            reply = session.run({"$table": 0}, table.described(), table.body)
            self.assertTrue(reply.by_file)
            self.assertEqual(column(reply, 0, "d")[0][:4] + column(reply, 0, "d")[0][-1:], [0, 2, 4, 6, 2 * rows - 2])

    def test_columns_in_the_request_are_changed_and_collected_like_any_vector(self):
        rows = 200_000
        table = Table(rows)
        for name in "uvw":
            table.add(name, "float64", array.array("d", range(rows)).tobytes())
        code = """
execute <- function(data) {
  kept <- data$u
  data$u[1] <- -1
  data$v <- c(data$v, 7)[-1]
  for (i in 1:5) { data$w <- data$w + 1; gc() }
  again <- unserialize(serialize(kept, NULL))
  list(data = data, logs = c(sum(kept), identical(again, kept), sum(data$u), identical(rev(rev(data$w)), data$w)))
}"""
        total, last = (rows - 1) * rows // 2, float(rows - 1)
        with Session(plugin(code)) as session:
            for _ in range(2):
                reply = session.run({"$table": 0}, table.described(), table.body)
                self.assertEqual(reply.header["logs"], [str(total), "1", str(total - 1), "1"], reply.header["error"])
                ends = [(values[0], values[-1]) for values, _ in (column(reply, at, "d") for at in range(3))]
                self.assertEqual(ends, [(-1.0, last), (1.0, 7.0), (5.0, last + 5)])


@unittest.skipUnless(available() and shutil.which("R"), "bubblewrap or R can't run here")
class Exactness(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = Session(plugin("execute <- function(data, see = NULL) if (is.null(see)) data else eval(parse(text = see))"))

    @classmethod
    def tearDownClass(cls):
        cls.session.__exit__()

    def trip(self, table, **more):
        return self.session.run({"$table": 0}, table.described(), table.body, **more)

    def test_integers_of_64_bits(self):
        values = [2**63 - 1, -2**63 + 1, 2**53 + 1, 0]
        table = Table(4).add("x", "int64", struct.pack("<4q", *values), [1, 1, 1, 0])
        reply = self.trip(table)
        self.assertEqual(column(reply, 0, "q"), (values, [1, 1, 1, 0]))
        self.assertEqual(reply.header["warnings"], [])
        seen = self.trip(table, parameters={"see": "list(class(data$x), data$x)"})
        self.assertIn("integer64", str(seen.data))
        self.assertEqual(seen.data[1], values[:3] + [None])
        small = Table(2).add("x", "int64", struct.pack("<2q", 2**53, -5))
        self.assertEqual(column(self.trip(small), 0, "d")[0], [2.0**53, -5.0])

    def test_integers_beyond_that_are_text_and_told(self):
        for kind, code, values in (("uint64", "Q", [2**64 - 1, 7]), ("int64", "q", [-2**63, 7])):
            reply = self.trip(Table(2).add("x", kind, struct.pack("<2" + code, *values)))
            self.assertEqual(reply.header["tables"][0]["columns"][0]["type"], "utf8")
            self.assertIn("".join(map(str, values)).encode(), reply.body)
            self.assertIn("column `x`", reply.header["warnings"][0])
        reply = self.trip(Table(2).add("x", "uint64", struct.pack("<2Q", 2**63 - 1, 7)))
        self.assertEqual(column(reply, 0, "q")[0], [2**63 - 1, 7])

    def test_small_integers(self):
        for kind, code, values in (("int8", "b", [-128, 127]), ("uint8", "B", [0, 255]), ("int16", "h", [-2**15, 5]),
                                   ("uint16", "H", [2**16 - 1, 0]), ("int32", "i", [-2**31 + 1, 2**31 - 1])):
            reply = self.trip(Table(3).add("x", kind, struct.pack("<3" + code, *values, 0), [1, 1, 0]))
            self.assertEqual(column(reply, 0, "i"), (values + [0], [1, 1, 0]), kind)
        for kind, code, values in (("uint32", "I", [2**32 - 1, 0]), ("int32", "i", [-2**31, 0])):
            self.assertEqual(column(self.trip(Table(2).add("x", kind, struct.pack("<2" + code, *values))), 0, "d")[0], values)

    def test_doubles_tell_missing_from_not_a_number(self):
        values = [0.1, math.nan, -0.0, math.inf, math.nan]
        reply = self.trip(Table(5).add("x", "float64", struct.pack("<5d", *values), [1, 1, 1, 1, 0]))
        back, there = column(reply, 0, "d")
        self.assertEqual((struct.pack("<4d", *back[:4]), there), (struct.pack("<4d", *values[:4]), [1, 1, 1, 1, 0]))
        seen = self.trip(Table(2).add("x", "float32", struct.pack("<2f", 0.5, math.nan), [1, 1]), parameters={"see": "is.nan(data$x)"})
        self.assertEqual(seen.data, [False, True])

    def test_times_keep_their_microseconds(self):
        values = [-2208988800_000001, 7258118399_999999, 1, -1, 1714557600_123457, 0]
        values += [-2208988800_000000 + step * 94_672_123_457 for step in range(100_000)]
        table = Table(len(values)).add("t", "timestamp", struct.pack("<%dq" % len(values), *values), timezone="Europe/Berlin")
        reply = self.trip(table)
        self.assertEqual(column(reply, 0, "q"), (values, None))
        self.assertEqual(reply.header["tables"][0]["columns"][0]["timezone"], "Europe/Berlin")
        self.assertEqual(reply.header["warnings"], [])
        far = self.trip(Table(1).add("t", "timestamp", struct.pack("<q", 2**62 + 1), timezone=None))
        self.assertIn("column `t` has times", far.header["warnings"][0])

    def test_nanoseconds_are_told_and_rounded(self):
        values = [1714557600_123456789, -1_000000001, 0]
        table = Table(3).add("t", "timestamp", struct.pack("<3q", *values), [1, 1, 0], timezone="UTC", unit="ns")
        reply = self.trip(table)
        back, there = column(reply, 0, "q")
        self.assertEqual((back[:2], there), ([1714557600_123457, -1_000000], [1, 1, 0]))
        self.assertIn("column `t` has parts of microseconds", reply.header["warnings"][0])

    def test_other_columns(self):
        text = "é€\U0001f600x".encode()
        offsets = struct.pack("<6q", 0, 2, 2, 2, 9, 10)
        table = Table(5).add("b", "bool", bytes([1, 0, 0, 1, 1]), [1, 1, 0, 1, 1])
        table.add("s", "utf8", text, [1, 1, 0, 1, 1], offsets)
        table.add("f", "category", struct.pack("<5i", 1, 0, -1, 1, 1), categories=["lo", "hi"], ordered=True)
        table.add("d", "date", struct.pack("<5i", -1, 0, 0, 19844, 2**31 - 1), [1, 1, 0, 1, 1])
        reply = self.trip(table)
        back = reply.header["tables"][0]["columns"]
        self.assertEqual([part["type"] for part in back], ["bool", "utf8", "category", "date"])
        self.assertEqual(column(reply, 0, "B"), ([1, 0, 0, 1, 1], [1, 1, 0, 1, 1]))
        start, length = back[1]["data"]
        self.assertEqual(reply.body[start:start + length], text)
        self.assertEqual(reply.body[back[1]["offsets"][0]:sum(back[1]["offsets"])], offsets)
        self.assertEqual(column(reply, 2, "i")[0], [1, 0, -1, 1, 1])
        self.assertEqual((back[2]["categories"], back[2]["ordered"]), (["lo", "hi"], True))
        self.assertEqual(column(reply, 3, "i"), ([-1, 0, 0, 19844, 2**31 - 1], [1, 1, 0, 1, 1]))

    def test_empty_tables_and_zero_characters(self):
        table = Table(0).add("s", "utf8", b"", None, bytes(8)).add("x", "float64", b"").add("i", "int64", b"")
        reply = self.trip(table)
        self.assertEqual((reply.header["tables"][0]["rows"], reply.body[:8]), (0, bytes(8)))
        reply = self.trip(Table(1).add("s", "utf8", b"a\0b", None, struct.pack("<2q", 0, 3)))
        self.assertTrue(b"a?b" in reply.body and "`s` has characters of code zero" in reply.header["warnings"][0])


@unittest.skipUnless(shutil.which("Rscript"), "R is not installed")
class OutsideOfASandbox(unittest.TestCase):
    def test_authors_run_their_plugin_with_the_sdk(self):
        code = ("source('%s')\nwith <- function(...) omniplug_sdk$run(...)\n"
                "f <- function(data, k = 2) { omniplug_sdk$progress(0.5, 'half'); omniplug_sdk$warn('few'); omniplug_sdk$log('line')\n"
                "  omniplug_sdk$partial(1); data * k }\nstopifnot(with(f, 3, list(k = 5)) == 15)\n"
                "P <- setRefClass('P', contains = omniplug_sdk$Plugin$className, methods = list(\n"
                "  execute = function(input_data) omniplug_sdk$Output(input_data$data, list(by = context$user_id))))\n"
                "stopifnot(identical(with(P, 4, context = list(user_id = 'u')), list(data = 4, metadata = list(by = 'u'))))\n"
                "stopifnot(inherits(try(with(omniplug_sdk$Plugin), silent = TRUE), 'try-error'))\n")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "test.R"
            path.write_text(code % (RUNNER / "r" / "sdk" / "omniplug_sdk.R"))
            ended = subprocess.run(["Rscript", str(path)], capture_output=True, text=True)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(ended.stdout, "progress: 50 % half\nline\npartial result:\n[1] 1\n")
        self.assertIn("few", ended.stderr)


if __name__ == "__main__":
    unittest.main()
