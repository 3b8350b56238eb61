# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker and its client: registering, taking work in every form, leaving. With a fake Blender."""

import os
import pathlib
import signal
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from stand_ins import LATE_WORKER, SILENT_WORKER, Case, Worker, answer, connect, push, until, work  # noqa: E402
from core import exr, trees  # noqa: E402


class Registering(Case):
    def test_names_article_address_and_sandbox(self):
        client = self.client()
        form = self.registered(client, self.worker(client))
        port = form["pushurl"].rsplit(":", 1)[1].split("/")[0]
        self.assertEqual({"id": "blender-127.0.0.1-" + port, "article": "net.bitwrk/blender/0/3.4/2G",
                          "pushurl": "http://127.0.0.1:%s/work" % port, "sandbox": "none"}, form)

    def test_sells_what_the_options_and_the_blender_say(self):
        client = self.client()
        worker = self.worker(client, "--max-cost", "8G", "--trusted",
                             environment={"FAKE_VERSION": "Blender 5.2.2 LTS\n\tbuild"})
        self.assertEqual("net.bitwrk/blender/0/5.2/8G~trusted", self.registered(client, worker)["article"])

    def test_calls_with_the_own_address_that_is_told(self):
        client = self.client()
        worker = self.worker(client, "--own-address", "localhost", "--listen-iface", "127.0.0.1")
        self.assertIn("http://localhost:", self.registered(client, worker)["pushurl"])

    def test_again_after_every_piece_of_work_good_or_bad(self):
        client = self.client()
        worker = self.worker(client, program=SILENT_WORKER)
        form = self.registered(client, worker)
        for count, scene in enumerate(({}, {"refuse": "x"}, {"fail": "x"}, b"no scene"), 2):
            push(form, work(scene))
            self.registered(client, worker, count)

    def test_ends_with_unregistering_and_leaves_nothing(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number), tempfile.TemporaryDirectory() as folder:
                client = self.client()
                worker = self.worker(client, environment={"TMPDIR": folder})
                form = self.registered(client, worker)
                self.assertEqual(1, len(os.listdir(folder)))
                self.assertEqual(0, worker.end(number))
                self.assertEqual(("/unregisterworker", {"id": form["id"]}), client.calls[-1])
                self.assertEqual([], os.listdir(folder))

    def test_does_not_register_again_after_it_has_unregistered(self):
        with tempfile.TemporaryDirectory() as folder:
            mark, client = os.path.join(folder, "mark"), self.client()
            worker = self.worker(client, program=LATE_WORKER, environment={"MARK": mark})
            until(lambda: os.path.exists(mark), "the beginning of the registration")
            self.assertEqual(0, worker.end(), worker.text)
        self.assertEqual("/unregisterworker", client.calls[-1][0])

    def test_waits_for_a_client_and_finds_a_new_one(self):
        old = self.client()
        worker = self.worker(old)
        self.registered(old, worker)
        old.close()
        until(lambda: "no answer from the client" in worker.text, "noticing that the client is gone")
        new = self.client(port=old.port)
        self.registered(new, worker)

    def test_waits_for_a_client_that_comes_later(self):
        gone = self.client()
        gone.close()
        worker = self.worker(gone)
        until(lambda: "waiting for it" in worker.text, "waiting")
        self.registered(self.client(port=gone.port), worker)

    def test_not_with_something_else_than_a_client(self):
        client = self.client(answers={"/id": "Apache"})
        worker = self.worker(client)
        self.assertEqual(1, worker.wait())
        self.assertIn("no BitWrk client: 'Apache'", worker.text)
        self.assertEqual([], client.calls)

    def test_not_with_a_program_that_is_no_blender(self):
        client = self.client()
        worker = self.worker(client, environment={"FAKE_VERSION": "GIMP 2.10"})
        self.assertEqual(1, worker.wait())
        self.assertIn("does not say 'Blender X.Y'", worker.text)
        missing = self.worker(client, blender="/nowhere/blender")
        self.assertEqual(1, missing.wait())
        self.assertIn("there is no program /nowhere/blender", missing.text)

    def test_says_in_red_that_there_is_no_sandbox(self):
        client = self.client()
        worker = self.worker(client, environment={"FORCE_COLOR": "1"})
        self.registered(client, worker)
        until(lambda: "\033[1;31mNOT SANDBOXED" in worker.text, "the warning")

    def test_does_not_sell_without_a_sandbox_unless_it_is_told_to(self):
        client = self.client()
        with tempfile.TemporaryDirectory() as folder:
            python = os.path.realpath(sys.executable)
            for name, path in (("sh", "/bin/sh"), ("env", "/usr/bin/env"), ("python3", python)):
                os.symlink(path, os.path.join(folder, name))
            bare = {"PATH": folder, "FORCE_COLOR": "1"}
            for usual in (None, "require"):
                strict = self.worker(client, sandbox=usual, environment=bare)
                self.assertEqual(1, strict.wait())
                line = strict.lines[-1]
                self.assertTrue(line.startswith("\033[1;31mNOTHING IS SOLD, for there is no sandbox"), line)
                for word in ("bwrap", "apt install bubblewrap", "--sandbox auto"):
                    self.assertIn(word, line)
            self.assertEqual([], client.calls)
            bold = self.worker(client, sandbox="auto", environment=bare)
            self.assertEqual("none", self.registered(client, bold)["sandbox"])

    def test_told_to_end_it_does_not_first_finish_its_trial(self):
        with tempfile.TemporaryDirectory() as folder:
            notes = os.path.join(folder, "notes")
            slow = {"FAKE_SLOW": "plain", "FAKE_NOTES": notes}
            worker = self.worker(self.client(), "--time-limit", "3600", environment=slow)
            until(lambda: os.path.exists(notes) and "render" in pathlib.Path(notes).read_text(), "the first render of the trial")
            self.assertEqual(0, worker.end(), worker.text)

    def test_ends_if_its_parent_had_ended_before_it_looked(self):
        worker = self.worker(self.client(), "--end-with-parent", "1")
        self.assertEqual(0, worker.wait(), worker.text)

    def test_ends_with_its_parent(self):
        client = self.client()
        read, write = os.pipe()
        parent = os.fork()
        if parent == 0:
            worker = Worker(client.port, "--end-with-parent")
            os.write(write, b"%d\n" % worker.process.pid)
            signal.pause()
        os.close(write)
        with os.fdopen(read) as told:
            process = int(told.readline())
        until(client.registrations, "registering")
        os.kill(parent, signal.SIGKILL)
        os.waitpid(parent, 0)
        until(lambda: client.calls[-1][0] == "/unregisterworker", "unregistering")
        until(lambda: not os.path.exists("/proc/%d" % process), "the end of the worker")


class Taking(Case):
    def setUp(self):
        client = self.client()
        self.running = self.worker(client)
        self.form = self.registered(client, self.running)

    def test_work_of_known_length_and_in_chunks(self):
        """Protocol section 11: 0.7's worker took lower-case chunk lengths without extensions only."""
        for chunk in (None, "{:x}".format, "{:X}".format, "{:04x};name=value".format):
            status, result = push(self.form, work({"pad": "x" * 5000}, tile=(3, 2, 12, 4), frame=3), chunk)
            self.assertEqual(200, status)
            exr.check(result, 10, 3)
            self.assertEqual({1.5}, set(exr.planes(result)["ViewLayer.Combined.R"]))

    def test_work_byte_by_byte_with_trailers_and_100_continue(self):
        body = work({})
        with connect(self.form) as connection:
            head = "POST /work HTTP/1.1\r\nTRANSFER-encoding: Chunked\r\nExpect: 100-continue\r\n\r\n"
            connection.sendall(head.encode())
            self.assertEqual(b"HTTP/1.1 100 Continue\r\n\r\n", connection.recv(100))
            for byte in body:
                connection.sendall(b"1\r\n" + bytes([byte]) + b"\r\n")
            connection.sendall(b"0\r\nSome: trailer\r\n\r\n")
            self.assertEqual(200, answer(connection)[0])

    def test_work_whose_end_comes_later_than_its_data(self):
        """Protocol section 11: 0.7's worker began to render before it had read the end, which then meant cancel."""
        body = work({"sleep": 1})
        with connect(self.form) as connection:
            connection.sendall(b"POST /work HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
            for part in (b"%x\r\n" % len(body) + body, b"\r\n", b"0\r\n", b"Some: trailer\r\n", b"\r\n"):
                connection.sendall(part)
                time.sleep(0.2)
            self.assertEqual(200, answer(connection)[0])

    def refusal(self, body, status):
        found, text = push(self.form, body)
        self.assertEqual(status, found, text)
        return text.decode()

    def test_W3_no_bad_work(self):
        self.assertIn("after the .blend", self.refusal(work({}) + b"x", 400))
        self.assertIn("unknown tag", self.refusal(b"zzzz\0\0\0\0", 400))
        self.assertIn("alias", self.refusal(work({}, resources=[("aa", b"")]).replace(b"\0\2aa", b"\0\2.."), 400))
        self.assertIn("no .blend", self.refusal(work(b"GIF89a"), 400))
        self.assertEqual(200, push(self.form, work({}, resources=[("aa", b"123")]))[0])

    def test_files_of_a_folder_are_where_the_scene_looks_for_them(self):
        name = trees.member("cachex", "data/a.uni")
        body = work({"read": "rsrc.cachex.data/data/a.uni"}, resources=[("aa", name, b"baked before"), ("ab", b"")])
        self.assertIn("baked before", self.refusal(body, 422))
        body = work({}, resources=[("aa", name, b""), ("ab", name, b"")])
        self.assertIn("has no place", self.refusal(body, 400))

    def test_no_other_requests(self):
        for request, status in ((b"GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 404),
                                (b"GET /work HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 405),
                                (b"POST /work HTTP/1.1\r\n\r\n", 400), (b"nonsense\r\n\r\n", 400),
                                (b"POST /work HTTP/1.1\r\nContent-Length: 99999999999999\r\n\r\n", 413),
                                (b"POST /work HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
                                (b"POST /work HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
                                (b"POST /work HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
                                (b"POST /work HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n", 413),
                                (b"POST /work HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 400),
                                (b"POST /work HTTP/1.1\r\nA: " + b"b" * 30000, 400)):
            with self.subTest(request[:60]), connect(self.form) as connection:
                connection.sendall(request)
                self.assertEqual(status, answer(connection)[0])
        self.assertEqual(200, push(self.form, work({}))[0])

    def test_a_refusal_arrives_though_the_body_was_not_read(self):
        with connect(self.form) as connection:
            connection.sendall(b"POST /elsewhere HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n")
            connection.sendall(b"x" * 4_000_000)
            # Longer than a moment, as it happens on a busy machine.
            time.sleep(2)
            connection.sendall(b"x" * 5_000_000)
            self.assertEqual(404, answer(connection)[0])

    def test_blenders_refusal_and_failure_are_told_apart(self):
        self.assertEqual("costs too much", self.refusal(work({"refuse": "costs too much"}), 422))
        self.assertEqual("RuntimeError: no", self.refusal(work({"fail": "RuntimeError: no"}), 500))
        self.assertEqual("Blender has ended", self.refusal(work({"die": True}), 500))
        self.assertEqual("Blender talks nonsense", self.refusal(work({"babble": True}), 500))
        self.assertEqual(200, push(self.form, work({}))[0])

    def test_nothing_foreign_reaches_the_terminal_as_it_is(self):
        push(self.form, work({"cleaned": {"paths": ["a\033[2J\n00:00:00 selling everything"]}}))
        until(lambda: "taken out of the scene" in self.running.text, "the log line")
        self.assertNotIn("\033", self.running.text)
        self.assertIn("\\x1b[2J\\x0a00:00:00 selling", self.running.text)


class Several(Case):
    def test_at_once_have_a_port_each(self):
        client = self.client()
        worker = self.worker(client, "--parallel", "2")
        until(lambda: len({form["id"] for form in client.registrations()}) == 2, "two workers: " + worker.text)
        forms = list({form["id"]: form for form in client.registrations()}.values())
        with tempfile.TemporaryDirectory() as folder:
            # Each ends only when both have begun: one after the other would take for ever.
            results = []
            marks = [os.path.join(folder, name) for name in "ab"]
            threads = [threading.Thread(target=lambda f=form, m=mark: results.append(
                push(f, work({"touch": m, "until": marks}))[0])) for form, mark in zip(forms, marks)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual([200, 200], results)


if __name__ == "__main__":
    unittest.main()
