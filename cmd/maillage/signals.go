package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// interruptible gives a context that SIGINT or SIGTERM ends. A second signal
// ends the program at once, as if nobody had listened.
func interruptible(ctx context.Context) (context.Context, func()) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
