-- Up to when used nonces have been forgotten: the latest time at which one of them was issued. None issued before is good again,
-- should the clock be set back.

ALTER TABLE nonce_key ADD COLUMN forgotten_ms BIGINT DEFAULT 0 NOT NULL;
