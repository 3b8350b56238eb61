# SPDX-License-Identifier: GPL-3.0-or-later
"""The schedule by hand, and jobs with a scripted shop."""

import threading
import time
import unittest

from render_bitwrk.core.client import Cancelled, ClientFault
from render_bitwrk.core.exr import BadPicture
from render_bitwrk.core.jobs import Job, Piece, Schedule
from render_bitwrk.core.works import Tile

PIECES = [Piece(frame, Tile(x, 0, x, 0)) for frame in (1, 2) for x in range(4)]
PATIENCE = 60


class ScheduleTest(unittest.TestCase):
    def test_gives_frames_in_order_and_one_that_has_rested_before_others(self):
        schedule = Schedule(PIECES)
        first = schedule.next(0)
        self.assertEqual(PIECES[0], first)
        schedule.failed(first, 10, "no", False)
        self.assertEqual(PIECES[1], schedule.next(10.9))
        self.assertEqual(first, schedule.next(11))
        self.assertEqual(1, schedule.attempt(first))

    def test_rests_longer_each_time_and_gives_up_at_last(self):
        schedule = Schedule(PIECES[:1], attempts=4)
        now, rests = 0.0, []
        while schedule.trouble is None:
            piece, began = schedule.next(now), now
            while piece is None:
                now += 0.5
                piece = schedule.next(now)
            rests.append(now - began)
            schedule.failed(piece, now, "it rains", False)
        self.assertEqual([0, 1, 2, 4], rests)
        self.assertEqual("a tile of frame 1 failed 4 times, at last: it rains", schedule.trouble)
        self.assertIsNone(schedule.next(1e9))

    def test_ends_at_once_where_more_of_the_same_would_fail_as_well(self):
        schedule = Schedule(PIECES)
        schedule.failed(schedule.next(0), 0, "no money", True)
        self.assertEqual("no money", schedule.trouble)

    def test_joins_neighbours_of_one_frame_that_still_wait(self):
        schedule = Schedule(PIECES)
        schedule.next(0)
        schedule.failed(schedule.next(0), 0, "no", False)
        schedule.join(lambda tile: tile.width <= 3)
        left = [schedule.next(0.5) for _ in range(4)]
        expected = [Piece(1, Tile(2, 0, 3, 0)), Piece(2, Tile(0, 0, 2, 0)), Piece(2, Tile(3, 0, 3, 0)), None]
        self.assertEqual(expected, left)
        self.assertEqual(PIECES[1], schedule.next(1), "one that failed stays as it was")

    def test_a_failure_is_no_news_any_more_once_a_piece_comes(self):
        schedule = Schedule(PIECES)
        schedule.failed(schedule.next(0), 0, "it rains", False)
        self.assertEqual("it rains", schedule.last_failure)
        schedule.succeeded(schedule.next(0))
        self.assertEqual(("", 1), (schedule.last_failure, schedule.counts().failures))

    def test_takes_back_what_was_given_up(self):
        schedule = Schedule(PIECES)
        schedule.returned(schedule.next(0))
        self.assertEqual((8, 0, 0, 0), schedule.counts())
        self.assertEqual(PIECES[0], schedule.next(0))


class Shop:
    """`act(piece, line, attempt)` gives True if bought, False if recalled, or raises."""

    def __init__(self, act):
        self.act, self.calls, self.at_once, self.most = act, [], 0, 0
        self.lock = threading.Lock()

    def get(self, piece, line, attempt):
        with self.lock:
            self.calls.append((piece, attempt))
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        try:
            return f"{piece.frame}-{piece.tile.xmin}", self.act(piece, line, attempt)
        finally:
            with self.lock:
                self.at_once -= 1


def wait_on_line(piece, line, attempt):
    end = time.monotonic() + PATIENCE
    while not line.closed and time.monotonic() < end:
        time.sleep(0.01)
    raise Cancelled()


class JobTest(unittest.TestCase):
    def finish(self, job):
        job.start()
        self.addCleanup(job.close)
        finished, end = [], time.monotonic() + PATIENCE
        while not job.status().is_over and time.monotonic() < end:
            finished += job.poll()
            time.sleep(0.01)
        return finished + job.poll()

    def test_gets_every_piece_once(self):
        shop = Shop(lambda piece, line, attempt: piece.frame == 1)
        job = Job(PIECES, shop, 3)
        finished = self.finish(job)
        self.assertEqual(sorted(PIECES), sorted(f.piece for f in finished))
        self.assertEqual({True: 4, False: 4}, {b: sum(f.bought is b for f in finished) for b in (True, False)})
        self.assertLessEqual(shop.most, 3)
        self.assertEqual((0, 0, 8, 0), job.status().counts)

    def test_tries_again_after_a_failure_and_a_bad_picture(self):
        def act(piece, line, attempt):
            if piece == PIECES[2] and attempt == 0:
                raise ClientFault(502, "the seller is gone")
            if piece == PIECES[3] and attempt == 0:
                raise BadPicture("no EXR")
            return True

        job = Job(PIECES, Shop(act), 4)
        self.assertEqual(8, len(self.finish(job)))
        self.assertEqual(2, job.status().counts.failures)

    def test_ends_with_the_reason_where_there_is_no_money(self):
        def act(piece, line, attempt):
            raise ClientFault(402, "no money")

        shop = Shop(act)
        job = Job(PIECES, shop, 1)
        self.assertEqual([], self.finish(job))
        self.assertEqual("no money", job.status().trouble)
        self.assertEqual(1, len(shop.calls))

    def test_a_fault_of_its_own_is_an_end_and_no_silence(self):
        job = Job(PIECES, Shop(lambda *a: 1 / 0), 2)
        self.finish(job)
        self.assertIn("ZeroDivisionError", job.status().trouble)

    def test_buys_no_more_than_money_allows(self):
        shop = Shop(wait_on_line)
        job = Job(PIECES, shop, 8, may_buy=lambda running: running < 2)
        job.start()
        end = time.monotonic() + PATIENCE
        while len(shop.calls) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.5)
        self.assertEqual(2, shop.most)
        job.close()

    def test_time_in_which_nothing_moved_tells_nothing_of_the_time_left(self):
        clock, gate = [0.0], threading.Semaphore(0)
        job = Job(PIECES, Shop(lambda *a: gate.acquire(timeout=PATIENCE)), 1, clock=lambda: clock[0])
        job.start()
        self.addCleanup(job.close)
        self.addCleanup(gate.release, len(PIECES))
        for is_so, seconds in ((False, 3), (True, 1000), (False, 4)):
            job.waits(is_so)
            clock[0] += seconds
        self.assertIsNone(job.status().seconds_left, "no tile has come")
        gate.release()
        end = time.monotonic() + PATIENCE
        while not job.status().counts.done and time.monotonic() < end:
            time.sleep(0.01)
        self.assertEqual(7 * 7, job.status().seconds_left)

    def test_hangs_up_when_it_is_closed_and_leaves_no_thread(self):
        shop = Shop(wait_on_line)
        job = Job(PIECES, shop, 4)
        job.start()
        end = time.monotonic() + PATIENCE
        while shop.at_once < 4 and time.monotonic() < end:
            time.sleep(0.01)
        job.close(PATIENCE)
        self.assertEqual(0, shop.at_once)
        self.assertEqual([], [t for t in threading.enumerate() if t.name.startswith("bitwrk-")])
