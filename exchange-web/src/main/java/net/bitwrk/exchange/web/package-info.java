/**
 * The exchange over HTTP (protocol section 5): resources, pages, and what is the same for all of them. What is true
 * without HTTP is in {@code net.bitwrk.exchange}, of which only the boundaries are known here.
 */
package net.bitwrk.exchange.web;
