-- The exchange's tables, for H2 and PostgreSQL alike. Times are milliseconds since 1970 in UTC, money is a whole number
-- of the currency's smallest unit. "position" is the place of a row in the one order in which everything can be replayed; "due" is when the
-- time-out is taken up: the time itself, and a while later again where that failed.

CREATE SEQUENCE replay_position START WITH 1000 INCREMENT BY 1000;

CREATE TABLE nonce_key (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    secret VARCHAR(64) NOT NULL
);

CREATE TABLE used_nonce (
    nonce VARCHAR(32) NOT NULL PRIMARY KEY,
    issued_ms BIGINT NOT NULL,
    fingerprint VARCHAR(64),
    led_to VARCHAR(64)
);
CREATE INDEX used_nonce_issued ON used_nonce (issued_ms);

CREATE TABLE balance (
    address VARCHAR(35) NOT NULL PRIMARY KEY,
    currency VARCHAR(3) NOT NULL,
    available BIGINT NOT NULL,
    blocked BIGINT NOT NULL,
    last_entry VARCHAR(22),
    CONSTRAINT balance_not_negative CHECK (available >= 0 AND blocked >= 0)
);

CREATE TABLE ledger_entry (
    entry_key VARCHAR(22) NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL UNIQUE,
    entered_ms BIGINT NOT NULL,
    type VARCHAR(21) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    available_address VARCHAR(35) NOT NULL,
    available_delta BIGINT NOT NULL,
    available_before VARCHAR(22),
    blocked_address VARCHAR(35) NOT NULL,
    blocked_delta BIGINT NOT NULL,
    blocked_before VARCHAR(22),
    fee BIGINT NOT NULL,
    world BIGINT NOT NULL,
    bid_id VARCHAR(22),
    transaction_id VARCHAR(22),
    deposit_uid VARCHAR(64),
    CONSTRAINT entry_sums_to_zero CHECK (available_delta + blocked_delta + fee + world = 0),
    CONSTRAINT entry_has_signs_of_its_type CHECK (
        (type = 'DEPOSIT' AND available_delta > 0 AND blocked_delta = 0 AND fee = 0)
        OR (type = 'WITHDRAWAL' AND available_delta < 0 AND blocked_delta = 0 AND fee = 0)
        OR (type = 'BID' AND available_delta <= 0 AND fee = 0 AND world = 0)
        OR (type IN ('BID_REIMBURSE', 'TRANSACTION', 'TRANSACTION_REIMBURSE')
            AND available_delta >= 0 AND fee = 0 AND world = 0)
        OR (type = 'TRANSACTION_FINISH' AND available_delta >= 0 AND blocked_delta <= 0 AND fee >= 0 AND world = 0))
);
CREATE INDEX ledger_entry_time ON ledger_entry (entered_ms, position);

CREATE TABLE market (
    article VARCHAR(255) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (article, currency)
);

CREATE TABLE bid (
    id VARCHAR(22) NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL UNIQUE,
    type VARCHAR(4) NOT NULL CHECK (type IN ('BUY', 'SELL')),
    state VARCHAR(9) NOT NULL CHECK (state IN ('INQUEUE', 'PLACED', 'MATCHED', 'EXPIRED', 'CANCELLED')),
    article VARCHAR(255) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    fee BIGINT NOT NULL CHECK (fee >= 0),
    participant VARCHAR(35) NOT NULL,
    document VARCHAR(1000) NOT NULL,
    signature VARCHAR(88) NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    matched_ms BIGINT,
    transaction_id VARCHAR(22),
    cancel_document VARCHAR(1000),
    cancel_signature VARCHAR(88),
    cancel_position BIGINT UNIQUE,
    cancelled_ms BIGINT,
    CONSTRAINT matched_bid_has_transaction CHECK ((state = 'MATCHED') = (transaction_id IS NOT NULL)),
    CONSTRAINT cancelled_bid_has_document CHECK ((state = 'CANCELLED') = (cancel_document IS NOT NULL))
);
CREATE INDEX bid_of_market ON bid (article, currency, state, position);
CREATE INDEX bid_due ON bid (state, due_ms);

CREATE TABLE tx (
    id VARCHAR(22) NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL UNIQUE,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    buyer_bid VARCHAR(22) NOT NULL UNIQUE,
    seller_bid VARCHAR(22) NOT NULL UNIQUE,
    buyer VARCHAR(35) NOT NULL,
    seller VARCHAR(35) NOT NULL,
    article VARCHAR(255) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    fee BIGINT NOT NULL CHECK (fee >= 0),
    matched_ms BIGINT NOT NULL,
    state VARCHAR(7) NOT NULL CHECK (state IN ('ACTIVE', 'RETIRED')),
    phase VARCHAR(18) NOT NULL,
    timeout_ms BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    worker_url VARCHAR(255),
    work_hash VARCHAR(64),
    work_secret_hash VARCHAR(64),
    buyer_secret VARCHAR(64),
    result_hash VARCHAR(64),
    result_hash_signature VARCHAR(88),
    result_key VARCHAR(64)
);
CREATE INDEX tx_due ON tx (state, due_ms);

CREATE TABLE tx_message (
    tx_id VARCHAR(22) NOT NULL,
    revision INTEGER NOT NULL,
    position BIGINT NOT NULL UNIQUE,
    sender VARCHAR(35) NOT NULL,
    document VARCHAR(2000) NOT NULL,
    signature VARCHAR(88) NOT NULL,
    accepted_ms BIGINT NOT NULL,
    phase_before VARCHAR(18) NOT NULL,
    phase_after VARCHAR(18) NOT NULL,
    PRIMARY KEY (tx_id, revision)
);

CREATE TABLE deposit (
    uid VARCHAR(64) NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL UNIQUE,
    type INTEGER NOT NULL CHECK (type IN (0, 1)),
    account VARCHAR(35) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount BIGINT NOT NULL,
    reference VARCHAR(64) NOT NULL,
    document VARCHAR(1000) NOT NULL,
    signature VARCHAR(88) NOT NULL,
    created_ms BIGINT NOT NULL,
    CONSTRAINT bitcoin_deposit_is_positive CHECK (type = 0 OR amount > 0)
);
