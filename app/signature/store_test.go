package signature_test

import (
	"bytes"
	"encoding/pem"
	"errors"
	"testing"
	"testing/fstest"

	"congso.vn/congso/app/signature"
	"congso.vn/congso/app/signature/signaturetest"
)

func TestLoadStore(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	text := func(holders ...*signaturetest.Holder) []byte {
		var all []byte
		for _, holder := range holders {
			all = append(all, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: holder.Certificate.Raw})...)
		}
		return all
	}
	p := signaturetest.NewPaper()
	p.Sign(t, signaturetest.Form{}, by(t, house.Signer, house.Signer.Certificate))
	for name, row := range map[string]struct {
		folder fstest.MapFS
		fault  string // the file
		roots  int
		chain  signature.Code
	}{
		"empty":            {fstest.MapFS{"README.txt": {Data: []byte("no certificate")}}, "", 0, signature.Incomplete},
		"both in one file": {fstest.MapFS{"all.pem": {Data: text(house.Between, house.Root)}}, "", 1, signature.Trusted},
		"either form, deep": {fstest.MapFS{
			"quốc gia/root.CER": {Data: house.Root.Certificate.Raw},
			"sub.crt":           {Data: append([]byte("issued by the national root\n"), text(house.Between)...)},
		}, "", 1, signature.Trusted},
		"the authority alone": {fstest.MapFS{"sub.der": {Data: house.Between.Certificate.Raw}}, "", 0, signature.Incomplete},
		"no certificate":      {fstest.MapFS{"a.pem": {Data: text(house.Root)}, "b.pem": {Data: []byte("-----BEGIN NOTHING-----\n-----END NOTHING-----\n")}}, "b.pem", 0, ""},
		"cut off":             {fstest.MapFS{"a.der": {Data: house.Root.Certificate.Raw[:100]}}, "a.der", 0, ""},
		"nothing":             {fstest.MapFS{"a.cer": {}}, "a.cer", 0, ""},
		"too large":           {fstest.MapFS{"a.pem": {Data: bytes.Repeat(text(house.Root), 3000)}}, "a.pem", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			store, err := signature.LoadStore(row.folder)
			if row.fault != "" {
				fault, ok := errors.AsType[*signature.StoreError](err)
				if !ok || fault.File != row.fault || store.Roots() != 0 {
					t.Fatalf("%d roots, %v", store.Roots(), err)
				}
				return
			}
			if err != nil || store.Roots() != row.roots {
				t.Fatalf("%d roots, %v", store.Roots(), err)
			}
			if v := verdict(p, signaturetest.Form{}, store, noon); v.Chain != row.chain {
				t.Errorf("chain is %s (%v), want %s", v.Chain, v.Err, row.chain)
			}
		})
	}
}
