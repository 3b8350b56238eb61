/** Which articles may be traded (protocol section 8): the operator's list of names and patterns. */
package net.bitwrk.exchange.article;
