/**
 * Starts the Python tests of the add-on and the worker, so that {@code mvn verify} is the one check. Nothing here knows what they test;
 * a test that fails shows what Python printed.
 */
package net.bitwrk.blender;
