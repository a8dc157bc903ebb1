package main

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"maillage/api"
	"maillage/inventory/account"
)

// parsePublic reads MAILLAGE_PUBLIC_URL; nil when there is none.
func parsePublic(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, usageError(fmt.Sprintf("--public-url: %q is not an address such as https://maillage.example.org", text))
	}
	return u, nil
}

// parseProxies reads the networks of the proxies that are trusted.
func parseProxies(texts []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			ip, alone := netip.ParseAddr(text)
			if alone != nil {
				return nil, usageError(fmt.Sprintf("--trust-proxy: %q is not a network such as 127.0.0.1/32", text))
			}
			p = netip.PrefixFrom(ip, ip.BitLen())
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// publicAddress is where people find the service, with a slash at its end.
func publicAddress(public *url.URL, listening string) string {
	if public == nil {
		return "http://" + listening + "/"
	}
	return public.Scheme + "://" + public.Host + "/"
}

// signInLink is a one-time link as people follow it. The secret stands after the
// hash: browsers send that part to nobody, so that it is in no log and no mail
// scanner uses it up.
func signInLink(address, secret string) string { return address + "sign-in#" + secret }

// exposed tells whether other machines reach the service, by itself or by a proxy.
func (v serveVerb) exposed(ctx context.Context, public *url.URL) (bool, error) {
	beyond, err := api.Beyond(ctx, v.Listen)
	return beyond || public != nil && !api.LoopbackHost(public.Host), err
}

// claimed refuses to be reached from other machines while there is no
// administrator: whoever came first would be one.
func (p *program) claimed(address string) error {
	return p.with(func(ctx context.Context, in *instance) error {
		there, err := account.New(in.store).HasAdmin(ctx)
		if err == nil && !there {
			err = api.NotClaimed(address)
		}
		return err
	})
}
