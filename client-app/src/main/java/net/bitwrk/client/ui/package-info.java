/**
 * The page of the client, for its user's browser (protocol section 11): account, activities, workers, mandates. Rendered
 * here by precompiled templates that escape by context; a small module of JavaScript only fetches the living part again.
 * Stands on {@code local}, which decides who may call, and on {@code trade} and what is below it.
 */
package net.bitwrk.client.ui;
