package migrations

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

func init() {
	goose.AddMigrationContext(upFillEvents, downFillEvents)
}

func upFillEvents(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE events SET happened_at = now()")
	return err
}

func downFillEvents(ctx context.Context, tx *sql.Tx) error {
	// The old values are not kept.
	return nil
}
