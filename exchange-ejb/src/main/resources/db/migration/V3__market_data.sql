-- For prices and trades of a market in order of time.
CREATE INDEX tx_of_market ON tx (article, currency, matched_ms);
