package versus

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// spent is what something took: by the clock, and of the processors by this
// process alone (PostgreSQL's part is not in it), its garbage collector included.
type spent struct{ wall, cpu time.Duration }

func once(do func()) spent {
	wall, cpu := time.Now(), processorTime()
	do()
	return spent{time.Since(wall), processorTime() - cpu}
}

// least is the best of n runs: what else the machine does only ever adds.
func least(n int, do func(run int)) spent {
	var best spent
	for run := range n {
		s := once(func() { do(run) })
		if run == 0 || s.wall < best.wall {
			best.wall = s.wall
		}
		if run == 0 || s.cpu < best.cpu {
			best.cpu = s.cpu
		}
	}
	return best
}

// middle is the median, of runs of which no two do the same.
func middle(all []spent) spent {
	var walls, cpus []time.Duration
	for _, s := range all {
		walls, cpus = append(walls, s.wall), append(cpus, s.cpu)
	}
	return spent{quantile(walls, 0.5), quantile(cpus, 0.5)}
}

// quantile returns the q-th part of durations, the slowest for 1.
func quantile(all []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // of ourselves: it cannot fail
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// flow is many calls, some at a time.
type flow struct {
	rate     float64 // calls a second
	p50, p99 time.Duration
}

// readers is how many calls are made at a time.
const readers = 8

// together makes calls 0 to n-1, eight at a time.
func together(tb testing.TB, n int, call func(i int) error) flow {
	tb.Helper()
	took := make([]time.Duration, n)
	var next atomic.Int64
	var wait sync.WaitGroup
	begin := time.Now()
	for range readers {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				start := time.Now()
				if err := call(i); err != nil {
					tb.Errorf("call %d: %v", i, err)
					return
				}
				took[i] = time.Since(start)
			}
		})
	}
	wait.Wait()
	return flow{float64(n) / time.Since(begin).Seconds(), quantile(took, 0.5), quantile(took, 0.99)}
}

// machine is what the figures were taken on.
type machine struct {
	processor, memory, load string
	cores                   int
}

func thisMachine(cores int) machine {
	m := machine{processor: "unknown", memory: "unknown", load: "unknown", cores: cores}
	if v := field("/proc/cpuinfo", "model name"); v != "" {
		m.processor = v
	}
	if kb, err := strconv.Atoi(strings.TrimSuffix(field("/proc/meminfo", "MemTotal"), " kB")); err == nil {
		m.memory = strconv.Itoa((kb+1<<19)>>20) + " GiB"
	}
	if data, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.load = strings.Join(strings.Fields(string(data))[:2], ", ")
	}
	return m
}

// field returns what a file of /proc says of a name; "" where there is none.
func field(file, name string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// megabytes returns a field of /proc/self/status such as VmRSS.
func megabytes(name string) float64 {
	kb, err := strconv.ParseFloat(strings.TrimSuffix(field("/proc/self/status", name), " kB"), 64)
	if err != nil {
		return 0
	}
	return kb / 1024
}

// commit is the commit that is measured, with a plus if files differ from it.
func commit(ctx context.Context) string {
	id, err := exec.CommandContext(ctx, "git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	changed, err := exec.CommandContext(ctx, "git", "status", "--porcelain", "--untracked-files=no", "--", "../../../geo", "../..").Output()
	if err != nil || len(changed) > 0 {
		return strings.TrimSpace(string(id)) + "+"
	}
	return strings.TrimSpace(string(id))
}
