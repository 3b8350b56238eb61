/**
 * The ray tracer that buys and sells its pictures by the tile: the sample from which other programs learn.
 *
 * <p>It speaks to the client on this computer by HTTP alone (protocol §11, §12 "Rays") and uses none of BitWrk's classes, so that what it
 * does can be done in any language. Read {@link net.bitwrk.rays.RaysBuyer} to learn how a program buys, {@link net.bitwrk.rays.Worker} to
 * learn how one sells, {@link net.bitwrk.rays.LocalClient} for the five calls both need; the rest draws pictures.
 */
package net.bitwrk.rays;
