-- An account keeps its currency while it sells: "sales" counts its open sell bids and active sales that will pay, and
-- "reserves" tells whether a bid or a transaction is one of them. Those from before are none.

ALTER TABLE balance ADD COLUMN sales INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE balance ADD CONSTRAINT balance_sales_not_negative CHECK (sales >= 0);
ALTER TABLE bid ADD COLUMN reserves BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE tx ADD COLUMN reserves BOOLEAN DEFAULT FALSE NOT NULL;

-- For the count of a participant's open bids.
CREATE INDEX bid_of_participant ON bid (participant, state);
