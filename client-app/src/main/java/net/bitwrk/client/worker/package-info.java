/**
 * Workers: local programs that do work of one article (protocol section 11). Which are registered, idle or resting, and
 * the push of work to them by HTTP. Depends on {@code protocol} and Jackson alone; {@code trade} is told by
 * {@link net.bitwrk.client.worker.WorkerListener} when one can be offered.
 */
package net.bitwrk.client.worker;
