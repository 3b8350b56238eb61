/**
 * The client: the daemon on a participant's computer, and every command of {@code bitwrk-client.jar}.
 * {@link net.bitwrk.client.Main} parses the command line, {@link net.bitwrk.client.Client} wires the daemon's parts; neither
 * decides anything else. Options and their defaults are those of protocol section 11.
 */
package net.bitwrk.client;
