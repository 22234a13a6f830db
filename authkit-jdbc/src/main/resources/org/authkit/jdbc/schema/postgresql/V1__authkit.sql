-- AuthKit's tables. Bodies are sealed by AuthKit; digests and ids are keyed hashes.

create table authkit_schema (
    version integer primary key,
    checksum varchar(64),
    applied_at timestamp with time zone not null default current_timestamp
);

create table authkit_account (
    id varchar(22) primary key,
    version bigint not null,
    quarantined boolean not null default false,
    body bytea not null
);

create table authkit_handle (
    kind varchar(32) not null,
    digest varchar(64) not null,
    account varchar(22) not null,
    primary key (kind, digest)
);

create table authkit_ticket (
    id varchar(64) primary key,
    expires_at timestamp with time zone not null,
    body bytea not null
);
create index authkit_ticket_expiry on authkit_ticket (expires_at);

-- account is null for events that concern no account.
create table authkit_event (
    seq bigint generated always as identity primary key,
    id varchar(64) not null unique,
    account varchar(22),
    occurred_at timestamp with time zone not null,
    body bytea not null
);
create index authkit_event_account on authkit_event (account, seq);

-- settled_at: accepted or cancelled, body erased. blocked_until: this row keeps its stream waiting.
create table authkit_message (
    seq bigint generated always as identity primary key,
    id varchar(64) not null unique,
    stream varchar(64) not null,
    not_before timestamp with time zone not null,
    cancel_key varchar(64) not null,
    attempts integer not null default 0,
    blocked_until timestamp with time zone,
    settled_at timestamp with time zone,
    body bytea not null
);
create index authkit_message_waiting on authkit_message (seq) where settled_at is null;
create index authkit_message_stream on authkit_message (stream, seq) where settled_at is null;
create index authkit_message_blocked on authkit_message (stream) where blocked_until is not null;
create index authkit_message_cancel on authkit_message (cancel_key) where settled_at is null and cancel_key <> '';
create index authkit_message_settled on authkit_message (settled_at) where settled_at is not null;

-- Rows that stand for an order: whoever holds one appends or hands out alone.
create table authkit_lock (
    name varchar(16) primary key
);
insert into authkit_lock (name) values ('events'), ('outbox');

-- Times in microseconds since 1970. drained_hour changes once an hour, so that most charges touch no index.
create table authkit_counter (
    name varchar(96) primary key,
    drained_at bigint not null,
    refill bigint not null,
    room bigint not null,
    drained_hour bigint not null
) with (fillfactor = 70);
create index authkit_counter_drained on authkit_counter (drained_hour);

insert into authkit_schema (version) values (1);
