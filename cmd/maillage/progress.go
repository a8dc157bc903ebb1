package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a long work has come: a bar on a terminal, else a line
// a stage and one every ten seconds.
type progress struct {
	w        io.Writer
	terminal bool
	mu       sync.Mutex
	stage    string
	bar      *progressbar.ProgressBar
	told     time.Time
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	return &progress{w: w, terminal: ok && term.IsTerminal(int(f.Fd()))}
}

// report is called with a stage's name, how much of it is done and how much
// there is, 0 when that is not known.
func (p *progress) report(stage string, done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fresh := stage != p.stage
	p.stage = stage
	if !p.terminal {
		if fresh || time.Since(p.told) > 10*time.Second {
			p.told = time.Now()
			if total > 0 && !fresh {
				fmt.Fprintf(p.w, "%s: %d %%\n", stage, 100*done/total)
			} else {
				fmt.Fprintf(p.w, "%s…\n", stage)
			}
		}
		return
	}
	if fresh {
		p.finish()
		if total <= 0 {
			total = -1 // a spinner
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(stage),
			progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(false))
	} else if total > 0 && total != p.bar.GetMax64() {
		p.bar.ChangeMax64(total)
	}
	_ = p.bar.Set64(done) // a bar that cannot be drawn is no reason to fail
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
		fmt.Fprintln(p.w)
		p.bar = nil
	}
}

// close ends the bar's line.
func (p *progress) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
}
