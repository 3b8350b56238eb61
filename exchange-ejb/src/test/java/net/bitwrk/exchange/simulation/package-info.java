/**
 * The exchange, tried by a seeded workload and watched by an auditor. The {@link net.bitwrk.exchange.simulation.Model} is
 * a second exchange in memory, written from protocol sections 6 to 8 without any of the real one's decisions: no
 * database, no batches, no order book. Both get the same commands, and have to say and keep the same.
 */
package net.bitwrk.exchange.simulation;
