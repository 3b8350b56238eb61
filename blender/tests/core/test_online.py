# SPDX-License-Identifier: GPL-3.0-or-later
"""Without the user's leave nothing beyond this computer is called."""

import unittest

from render_bitwrk.core import online
from render_bitwrk.core.client import LocalClient, NoClient


class OnlineTest(unittest.TestCase):
    def test_this_computer_is_no_matter_of_being_online(self):
        for host in ("127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "Localhost."):
            self.assertEqual("", online.trouble(False, host, ""), host)
        for exchange in ("http://localhost:8080/", "http://[::1]:8080", "https://127.0.0.1"):
            self.assertEqual("", online.trouble(False, "localhost", exchange), exchange)

    def test_others_are_called_with_leave_only(self):
        for host, exchange in (("192.168.1.7", ""), ("render-box", ""), ("::", ""), ("localhost", "https://exchange.example/"), ("::1", "exchange")):
            self.assertRegex(online.trouble(False, host, exchange), "allow online access in the preferences", host + exchange)
            self.assertEqual("", online.trouble(True, host, exchange))

    def test_a_client_that_may_not_be_called_is_not_called(self):
        client = LocalClient("192.0.2.1", 9, "no leave")
        for call in (client.probe, lambda: client.mandates_to_buy("fnord"), lambda: client.revoke(1), lambda: client.permit("fnord", "BTC 1", 1, 1)):
            self.assertRaisesRegex(NoClient, "^no leave$", call)
