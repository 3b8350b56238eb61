/**
 * The client's local interface (protocol section 11): what local programs and the user's browser may ask of the daemon,
 * over HTTP on Jetty's core. {@link net.bitwrk.client.local.Guard} decides who may ask at all (assurance D0 to D4),
 * {@link net.bitwrk.client.local.Route} is a row of the section's table, the classes named {@code …Calls} are the
 * calls. Depends on {@code trade} and what is below it; the pages are {@code ui}'s.
 */
package net.bitwrk.client.local;
