-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY events_at ON events (happened_at);

-- +goose Down
DROP INDEX CONCURRENTLY events_at;
