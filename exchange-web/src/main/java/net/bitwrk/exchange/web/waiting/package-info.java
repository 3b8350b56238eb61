/**
 * Answers that depend on what the caller has already: entity tags, 304, and requests that wait for a change (protocol
 * section 5) without holding a thread.
 */
package net.bitwrk.exchange.web.waiting;
