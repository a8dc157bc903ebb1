package local

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"maillage/inventory"
)

// Options say where the cluster lives.
type Options struct {
	DataDir string       // the data folder; made when absent
	Log     *slog.Logger // nil for none
	Fast    bool         // for tests: nothing is forced to disk, a crash may lose all
}

// Cluster is this process's use of the private cluster of a data folder.
type Cluster struct {
	home    home
	fast    bool
	socket  string // folder of the socket
	clients *fileLock
	log     *slog.Logger

	server  postmaster         // watch's own while it runs
	leaving context.CancelFunc // ends watch
	watched chan struct{}      // closed when watch has ended
	once    sync.Once
	stopped error
}

// Start joins the cluster of the data folder, or starts it, or makes it, and
// returns once it answers. Several processes may do so at once: one starts it,
// the others join. ctx bounds the start, not the life of the cluster.
//
// Errors: [inventory.Unavailable] when PostgreSQL or PostGIS is missing or too
// old, [inventory.Conflict] when the folder holds what this machine cannot run,
// [inventory.Forbidden] when it is another user's; each says what to do.
func Start(ctx context.Context, options Options) (*Cluster, error) {
	log := options.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	data, err := dataFolder(options.DataDir)
	if err != nil {
		return nil, err
	}
	starting, err := openLock(filepath.Join(data, "postgres.start.lock"))
	if err != nil {
		return nil, inventory.Errorf(inventory.Internal, "data_folder", "cannot use the data folder %s: %w", data, err)
	}
	defer starting.close()
	if err := starting.wait(ctx, syscall.LOCK_EX); err != nil {
		return nil, inventory.Errorf(inventory.Unavailable, "postgres_start", "another maillage is starting or stopping PostgreSQL: %w", err)
	}
	clients, err := openLock(filepath.Join(data, "postgres.clients.lock"))
	if err == nil {
		// Exclusive holders hold the start lock too, so this does not wait.
		err = clients.wait(ctx, syscall.LOCK_SH)
	}
	if err != nil {
		return nil, inventory.Errorf(inventory.Internal, "data_folder", "cannot use the data folder %s: %w", data, err)
	}
	c := &Cluster{fast: options.Fast, clients: clients, log: log, watched: make(chan struct{})}
	if err := c.start(ctx, data); err != nil {
		c.giveUp(ctx)
		return nil, err
	}
	c.socket = c.server.socket
	life, leaving := context.WithCancel(context.WithoutCancel(ctx))
	c.leaving = leaving
	go c.watch(life)
	return c, nil
}

// start does the work of Start under its locks.
func (c *Cluster) start(ctx context.Context, data string) error {
	found, err := findHome(data)
	if err != nil {
		return err
	}
	c.home = found
	if !found.exists {
		if c.home, err = found.settle(); err != nil {
			return err
		}
		c.log.Info("making a private PostgreSQL cluster", "folder", c.home.cluster(), "user", c.home.account.name, "version", c.home.bin.major)
		if c.home.dir != data {
			c.log.Warn("the data folder is closed to the user that PostgreSQL runs under: the cluster lives elsewhere",
				"data", data, "user", c.home.account.name, "cluster", c.home.cluster())
		}
		if err := c.home.create(ctx, c.log, c.fast); err != nil {
			return err
		}
	} else if !c.home.reachable(c.home.dir) {
		return inventory.Errorf(inventory.Conflict, "data_folder",
			"the user %s, under which PostgreSQL must run, can no longer enter %s: open it and the folders above it (chmod o+x)",
			c.home.account.name, c.home.dir)
	}
	if err := c.up(ctx); err != nil {
		return err
	}
	return c.ensureDatabase(ctx)
}

// up joins the server that runs, or starts one, and waits until it answers.
func (c *Cluster) up(ctx context.Context) error {
	waiting := func() { c.log.Info("waiting for PostgreSQL (it may be recovering)", "pid", c.server.pid) }
	// A server that was killed leaves workers behind for a moment, and one
	// that was told to stop may be caught just before its end: then again.
	deadline := time.Now().Add(time.Minute)
	for {
		server, joined := c.home.running()
		if !joined {
			var err error
			if server, err = c.home.launch(c.fast); err != nil {
				return err
			}
		}
		c.server = server
		began := time.Now()
		server, err := c.home.ready(ctx, server, waiting)
		c.server = server
		if err == nil {
			c.log.Debug("PostgreSQL answers", "pid", server.pid, "joined", joined, "socket", server.socket, "after", time.Since(began))
			return c.checkJoined(joined)
		}
		if errors.Is(err, errNoSocket) {
			c.log.Warn("PostgreSQL runs without its socket and is started anew", "pid", server.pid, "socket", server.socket)
			if err := c.home.stop(ctx, server); err != nil {
				return err
			}
			continue
		}
		words := c.home.lastWords()
		again := joined || strings.Contains(words, "shared memory block") || strings.Contains(words, "lock file")
		if !errors.Is(err, errEnded) || !again || time.Now().After(deadline) {
			return inventory.Errorf(inventory.Internal, "postgres_start", "PostgreSQL does not start in %s: %w\n%s", c.home.cluster(), err, words)
		}
		if err := pause(ctx, 10*poll); err != nil {
			return inventory.Errorf(inventory.Unavailable, "postgres_start", "PostgreSQL did not start in time: %w", err)
		}
	}
}

// checkJoined looks twice at the socket of a server that others started.
func (c *Cluster) checkJoined(joined bool) error {
	if !joined {
		return nil
	}
	return c.home.checkSocketFolder(c.server.socket)
}

// ensureDatabase makes Maillage's database in a new cluster. The start lock
// keeps others from doing the same.
func (c *Cluster) ensureDatabase(ctx context.Context) error {
	fail := func(err error) error {
		return inventory.Errorf(inventory.Internal, "postgres_start", "cannot make the database: %w", err)
	}
	conn, err := pgx.Connect(ctx, connection(c.server.socket, "postgres"))
	if err != nil {
		return fail(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", database).Scan(&there); err != nil {
		return fail(err)
	}
	if there {
		return nil
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+database); err != nil {
		return fail(err)
	}
	return nil
}

// watch starts the server anew when it was killed (by a machine short of memory,
// say) while we use it, until ctx ends. Open connections are lost, and new ones
// succeed once it has recovered.
func (c *Cluster) watch(ctx context.Context) {
	defer close(c.watched)
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.server.ended: // our child; another's has no such channel
		case <-time.After(time.Second):
		}
		if !c.home.gone(c.server) {
			continue
		}
		c.log.Error("PostgreSQL has ended by itself and is started anew", "pid", c.server.pid)
		if err := c.revive(ctx); err != nil && ctx.Err() == nil {
			c.log.Error("PostgreSQL could not be started anew", "error", err)
			_ = pause(ctx, 5*time.Second) // and then again, unless ctx has ended
		}
	}
}

// revive joins or starts the server as Start does.
func (c *Cluster) revive(ctx context.Context) error {
	starting, err := openLock(filepath.Join(c.home.data, "postgres.start.lock"))
	if err != nil {
		return err
	}
	defer starting.close()
	if err := starting.wait(ctx, syscall.LOCK_EX); err != nil {
		return err
	}
	return c.up(ctx)
}

// URL is the connection string, for pgx, of the database "maillage", as the
// cluster's superuser. It stays the same when the cluster is started anew.
func (c *Cluster) URL() string { return connection(c.socket, database) }

// Stop ends this process's use of the cluster, and the cluster itself when no
// other process uses it. Close connections before. Calling it again does
// nothing. With a ctx that has ended already the cluster is told to stop and
// not waited for.
func (c *Cluster) Stop(ctx context.Context) error {
	c.once.Do(func() {
		c.leaving()
		<-c.watched
		c.stopped = c.leave(ctx)
	})
	return c.stopped
}

func (c *Cluster) leave(ctx context.Context) error {
	c.clients.close()
	// Two that leave at once must not each take the other for a user: they
	// look one after the other.
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	starting, err := openLock(filepath.Join(c.home.data, "postgres.start.lock"))
	if err != nil {
		return inventory.Errorf(inventory.Internal, "postgres_stop", "cannot stop PostgreSQL: %w", err)
	}
	defer starting.close()
	if err := starting.wait(patient, syscall.LOCK_EX); err != nil {
		return inventory.Errorf(inventory.Internal, "postgres_stop", "cannot stop PostgreSQL: %w", err)
	}
	return c.stopIfAlone(ctx)
}

// stopIfAlone stops the server unless another process uses it. The start lock
// must be held, and our own share of the clients' lock dropped.
func (c *Cluster) stopIfAlone(ctx context.Context) error {
	others, err := openLock(filepath.Join(c.home.data, "postgres.clients.lock"))
	if err != nil {
		return inventory.Errorf(inventory.Internal, "postgres_stop", "cannot stop PostgreSQL: %w", err)
	}
	defer others.close()
	alone, err := others.try(syscall.LOCK_EX)
	if err != nil || !alone {
		c.log.Debug("PostgreSQL goes on for others", "pid", c.server.pid, "error", err)
		return err
	}
	server := c.server
	if c.home.gone(server) {
		// Killed and started again by another process that has left since.
		found, ok := c.home.running()
		if !ok {
			return nil
		}
		server = found
	}
	c.log.Debug("stopping PostgreSQL", "pid", server.pid)
	return c.home.stop(ctx, server)
}

// giveUp undoes a start that failed: a server that nobody uses is stopped. The
// start lock must be held.
func (c *Cluster) giveUp(ctx context.Context) {
	c.clients.close()
	if c.server.pid == 0 {
		return
	}
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if err := c.stopIfAlone(patient); err != nil {
		c.log.Warn("PostgreSQL could not be stopped", "error", err)
	}
}

// sqlState is PostgreSQL's code of an error, "" when it is not the server's.
func sqlState(err error) string {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return said.Code
	}
	return ""
}
