package api

import (
	"testing"

	"maillage/inventory"
)

func TestListenRefusesWhatOthersCanReach(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]inventory.Kind{
		"0.0.0.0:0":    inventory.Forbidden,
		":0":           inventory.Forbidden,
		"[::]:0":       inventory.Forbidden,
		"192.0.2.1:0":  inventory.Forbidden,
		"8080":         inventory.Invalid,
		"127.0.0.1":    inventory.Invalid,
		"127.0.0.1:no": inventory.Invalid,
	} {
		l, err := Listen(t.Context(), address, false)
		if err == nil {
			_ = l.Close()
			t.Errorf("Listen(%q) listens", address)
			continue
		}
		if got := inventory.KindOf(err); got != want {
			t.Errorf("Listen(%q) is %s (%v), want %s", address, got, err, want)
		}
	}
}

func TestListenOnLoopback(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "localhost:0", "127.1.2.3:0"} {
		l, err := Listen(t.Context(), address, false)
		if err != nil {
			t.Errorf("Listen(%q): %v", address, err)
			continue
		}
		taken, err := Listen(t.Context(), l.Addr().String(), false)
		if err == nil {
			_ = taken.Close()
			t.Errorf("%s was taken twice", l.Addr())
		} else if inventory.KindOf(err) != inventory.Invalid {
			t.Errorf("a taken address is %v", err)
		}
		_ = l.Close()
	}
}

func TestLoopbackHost(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "localhost:8080": true, "LOCALHOST.": true, "maillage.localhost:1": true,
		"127.0.0.1": true, "127.9.9.9:80": true, "[::1]": true, "[::1]:8080": true, "::1": true, "[::ffff:127.0.0.1]:1": true,
		"": false, "example.org": false, "localhost.example.org": false, "127.0.0.1.example.org": false,
		"10.0.0.1": false, "[fe80::1]:80": false, "0.0.0.0:8080": false, "notlocalhost": false,
	} {
		if got := LoopbackHost(host); got != want {
			t.Errorf("LoopbackHost(%q) = %v", host, got)
		}
	}
}
