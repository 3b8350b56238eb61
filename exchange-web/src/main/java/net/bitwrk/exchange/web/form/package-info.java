/** Forms that are posted, with their nonce, which is checked and used up before anything else of a request. */
package net.bitwrk.exchange.web.form;
