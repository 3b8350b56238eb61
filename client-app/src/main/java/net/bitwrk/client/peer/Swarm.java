package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.client.sync.Handprint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A buyer's transfers under way, so that its sellers can help each other: a ticket of one is passed on to another whose work
 * is similar and which is still missing chunks, never to its maker, one from any seller to any other at a time (protocol
 * section 9). Thread-safe.
 */
final class Swarm {
    /** 0.7 makes two; a hostile seller as many as fit a header (assurance N5). */
    private static final int MAX_TICKETS = 4;

    private final Set<Member> members = new LinkedHashSet<>();

    /** One transfer. */
    final class Member {
        private final String seller;
        private final Handprint handprint;
        private final Consumer<String> pass;
        private final Deque<String> tickets = new ArrayDeque<>();
        private final Set<String> helpers = new HashSet<>();
        private boolean isMissing = true;

        private Member(String seller, Handprint handprint, Consumer<String> pass) {
            this.seller = seller;
            this.handprint = handprint;
            this.pass = pass;
        }

        /** Its seller has made these. */
        void has(List<String> made) {
            synchronized (Swarm.this) {
                made.stream().limit(MAX_TICKETS).forEach(tickets::add);
            }
            passOn();
        }

        /** Its seller asks for no more chunks. */
        void isComplete() {
            synchronized (Swarm.this) {
                isMissing = false;
                helpers.clear();
            }
        }

        /** Its tickets are not good any more. */
        void leave() {
            synchronized (Swarm.this) {
                isMissing = false;
                members.remove(this);
            }
        }
    }

    /**
     * @param seller by which its transfers are known to lead to the same one
     * @param pass gives a ticket to the seller; must not block
     */
    Member join(String seller, List<Chunk> work, Consumer<String> pass) {
        var member = new Member(seller, Handprint.of(work), pass);
        synchronized (this) {
            members.add(member);
        }
        passOn();
        return member;
    }

    private void passOn() {
        var passed = new ArrayList<Runnable>();
        synchronized (this) {
            for (Member maker : members) {
                for (Member taker : members) {
                    if (!maker.tickets.isEmpty() && isHelped(taker, maker)) {
                        taker.helpers.add(maker.seller);
                        String ticket = maker.tickets.remove();
                        passed.add(() -> taker.pass.accept(ticket));
                    }
                }
            }
        }
        passed.forEach(Runnable::run);
    }

    private boolean isHelped(Member taker, Member maker) {
        return taker.isMissing
                && !taker.seller.equals(maker.seller)
                && taker.handprint.isSimilarTo(maker.handprint)
                && members.stream().noneMatch(other -> isHelpedNow(other, taker.seller, maker.seller));
    }

    private static boolean isHelpedNow(Member member, String seller, String helper) {
        return member.seller.equals(seller) && member.helpers.contains(helper);
    }

    /** Tickets that nobody has been given yet. */
    synchronized List<String> tickets() {
        return members.stream().flatMap(member -> member.tickets.stream()).toList();
    }
}
