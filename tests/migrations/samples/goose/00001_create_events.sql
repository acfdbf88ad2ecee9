-- +goose Up
-- One row for each thing that happened.
CREATE TABLE events (
    id bigint PRIMARY KEY,
    happened_at timestamp with time zone NOT NULL
);

-- +goose Down
DROP TABLE events;
