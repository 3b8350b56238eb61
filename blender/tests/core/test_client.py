# SPDX-License-Identifier: GPL-3.0-or-later
"""The local interface against a scripted client."""

import hashlib
import io
import json
import select
import socket
import threading
import time
import unittest
import unittest.mock
import urllib.parse

from render_bitwrk.core import client as module
from render_bitwrk.core.client import Cancelled, ClientFault, Line, LocalClient, NoClient, Purchase, SomebodyElse, WrongVersion
from tests.core.scripted import Scripted

ARTICLE = "net.bitwrk/blender/0/3.4/2G"
RESULT = b"a picture" * 9000
KEY = hashlib.sha256(RESULT).hexdigest()


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.scripted = Scripted()
        self.addCleanup(self.scripted.close)
        self.client = LocalClient("127.0.0.1", self.scripted.port)

    def answer(self, call, status, body=b"", **headers):
        self.scripted.answers[call] = (status, headers, body)

    def buy(self, price=None, line=None):
        purchase = Purchase(ARTICLE, price, "key-1", 6, iter([b"abc", b"def"]))
        return self.client.buy(purchase, line or Line())

    def test_takes_a_client_of_this_version(self):
        self.assertEqual("0.8.0", self.client.probe())

    def test_takes_a_client_that_is_slow(self):
        def late(handler, body):
            time.sleep(3)
            return 200, {}, b"BitWrk Go Client"

        self.scripted.answers["GET /id"] = late
        self.assertEqual("0.8.0", self.client.probe())

    def test_says_what_to_do_where_there_is_none(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            with self.assertRaisesRegex(NoClient, "no BitWrk client answers at http://127.0.0.1:[0-9]+/ .*: start it"):
                LocalClient("127.0.0.1", s.getsockname()[1]).probe()
        with self.assertRaisesRegex(NoClient, "start it"):
            LocalClient("no.such.host.invalid", 1).probe()

    def test_says_so_where_somebody_else_answers(self):
        words = "at http://127.0.0.1:[0-9]+/ another program answers, not a BitWrk client: check host and port"
        for status, said in ((200, b"nginx"), (404, b"nothing is known under /id"), (500, b"")):
            self.answer("GET /id", status, said)
            self.assertRaisesRegex(SomebodyElse, words, self.client.probe)

        def greet(handler, body):
            handler.wfile.write(b"SSH-2.0-OpenSSH_9\r\n")

        self.scripted.answers["GET /id"] = greet
        self.assertRaisesRegex(SomebodyElse, words, self.client.probe)
        self.scripted.answers["GET /id"] = lambda handler, body: None
        self.assertRaisesRegex(NoClient, "start it", self.client.probe)

    def test_wants_a_client_that_is_new_enough(self):
        for version in (b"0.7.0", b"banana"):
            self.answer("GET /version", 200, version)
            self.assertRaisesRegex(WrongVersion, "0.8.0 or newer", self.client.probe)

    def test_buys_with_a_length_and_an_idempotency_key(self):
        self.answer("POST /buy/" + ARTICLE, 303, Location="/file/" + KEY)
        self.assertEqual(KEY, self.buy("mBTC 1"))
        call, headers, body = self.scripted.requests[-1]
        self.assertEqual("POST /buy/" + ARTICLE, call.split("?")[0])
        self.assertEqual({"price": ["mBTC 1"]}, urllib.parse.parse_qs(call.split("?")[1]))
        self.assertEqual((b"abcdef", "6", "key-1"), (body, headers["Content-Length"], headers["Idempotency-Key"]))
        self.buy()
        self.assertNotIn("?", self.scripted.requests[-1][0])

    def test_passes_on_the_clients_reason(self):
        self.answer("POST /buy/" + ARTICLE, 402, b"too little money: BTC 0\nmore")
        with self.assertRaises(ClientFault) as caught:
            self.buy()
        self.assertEqual((402, "too little money: BTC 0"), (caught.exception.status, str(caught.exception)))
        self.answer("POST /buy/" + ARTICLE, 303, Location="http://elsewhere/file/" + KEY)
        self.assertRaisesRegex(ClientFault, "named no result", self.buy)

    def test_hangs_up_when_it_is_cancelled(self):
        line, gone = Line(), threading.Event()

        def cancel_and_see(handler, body):
            line.close()
            readable, _, _ = select.select([handler.connection], [], [], 60)
            if readable and handler.connection.recv(1) == b"":
                gone.set()

        self.scripted.answers["POST /buy/" + ARTICLE] = cancel_and_see
        self.assertRaises(Cancelled, self.buy, None, line)
        self.assertTrue(gone.wait(60))
        self.assertRaises(Cancelled, self.buy, None, line)

    def test_tells_a_broken_connection_from_a_cancelled_one(self):
        self.scripted.answers["POST /buy/" + ARTICLE] = lambda handler, body: None
        with self.assertRaises(ClientFault) as caught:
            self.buy()
        self.assertEqual(0, caught.exception.status)

    def test_takes_a_result_by_its_key_only(self):
        self.answer("GET /file/" + KEY, 200, RESULT)
        target = io.BytesIO()
        self.assertEqual(len(RESULT), self.client.fetch(KEY, target, Line()))
        self.assertEqual(RESULT, target.getvalue())
        self.answer("GET /file/" + KEY, 200, RESULT[:-1] + b"!")
        self.assertRaisesRegex(ClientFault, "SHA-256", self.client.fetch, KEY, io.BytesIO(), Line())
        self.answer("GET /file/" + KEY, 404, b"there is no file")
        self.assertRaisesRegex(ClientFault, "there is no file", self.client.fetch, KEY, io.BytesIO(), Line())
        self.answer("GET /file/" + KEY, 200, RESULT)
        self.assertRaisesRegex(ClientFault, "larger than 10", self.client.fetch, KEY, io.BytesIO(), Line(), 10)

    def test_grants_a_mandate_as_the_clients_page_does(self):
        self.answer("POST /", 303, Location="/")
        self.client.permit(ARTICLE, "mBTC 2", 16, 60, "mBTC 20")
        form = urllib.parse.parse_qs(self.scripted.requests[-1][2].decode())
        self.assertEqual(
            {
                "action": ["permit"],
                "type": ["BUY"],
                "articleid": [ARTICLE],
                "price": ["mBTC 2"],
                "usetradesleft": ["on"],
                "tradesleft": ["16"],
                "usevaliduntil": ["on"],
                "validminutes": ["60"],
                "maxtotal": ["mBTC 20"],
            },
            form,
        )
        self.answer("POST /", 400, b"price 'x' is no money")
        self.assertRaisesRegex(ClientFault, "is no money", self.client.permit, ARTICLE, "x", 1, 1)

    def test_revokes_a_mandate_to_buy(self):
        infos = ((0, ARTICLE), (1, ARTICLE), (0, ARTICLE + "~trusted"))
        mandates = [{"Key": key, "Info": {"Type": kind, "Article": article}} for key, (kind, article) in enumerate(infos)]
        self.answer("GET /mandates", 200, json.dumps(mandates).encode())
        self.assertEqual(mandates[:1], self.client.mandates_to_buy(ARTICLE))
        self.answer("POST /revokemandate", 200)
        self.client.revoke(7)
        self.assertEqual(b"key=7", self.scripted.requests[-1][2])
        self.answer("POST /revokemandate", 404, b"there is no mandate 7")
        self.assertRaisesRegex(ClientFault, "there is no mandate 7", self.client.revoke, 7)

    def test_waits_for_a_mandate_no_longer_than_for_any_answer_but_for_a_purchase_as_long_as_it_takes(self):
        end = threading.Event()
        self.addCleanup(end.set)

        def late(handler, body):
            end.wait(60)
            return 303, {"Location": "/file/" + KEY}, b""

        self.scripted.answers["POST /"] = self.scripted.answers["POST /buy/" + ARTICLE] = late
        with unittest.mock.patch.object(module, "ASK_SECONDS", 0.3):
            began = time.monotonic()
            self.assertRaisesRegex(ClientFault, "timed out", self.client.permit, ARTICLE, "mBTC 1", 1, 1)
            self.assertLess(time.monotonic() - began, 30)
            threading.Timer(1, end.set).start()
            self.assertEqual(KEY, self.buy())

    def test_does_not_take_any_text_for_json(self):
        self.answer("GET /activities", 200, b"<html>")
        self.assertRaisesRegex(ClientFault, "no JSON", self.client.activities)
