/**
 * Mandates: a user's standing permission to trade an article at a price (protocol section 11). What is left of them
 * survives a restart. Depends on {@code protocol} and Jackson alone; {@code trade} asks it before money is committed
 * (promise C5).
 */
package net.bitwrk.client.mandate;
