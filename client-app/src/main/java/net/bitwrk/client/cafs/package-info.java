/**
 * The content-addressed store on disk (protocol section 10): files cut into chunks by content, equal chunks kept once,
 * a bounded size, and the parts of different owners kept apart. Depends on {@code net.bitwrk.protocol} only; knows no
 * HTTP.
 */
package net.bitwrk.client.cafs;
