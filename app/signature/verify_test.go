package signature_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"io"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/signature"
	"congso.vn/congso/app/signature/signaturetest"
)

var noon = signaturetest.Noon

// found are the signatures of a paper as they are read.
func found(p *signaturetest.Paper, form signaturetest.Form) []signature.Signature {
	var all []signature.Signature
	for _, field := range p.Signed {
		all = append(all, signature.Signature{Contents: field.Contents, ByteRange: field.ByteRange, SubFilter: field.SubFilter,
			Reason: form.Reason, Permission: form.Permission})
	}
	return all
}

// verdict is that on the first signature of a paper.
func verdict(p *signaturetest.Paper, form signaturetest.Form, store signature.Store, now time.Time) signature.Verdict {
	return signature.VerifyAll(found(p, form), int64(len(p.Bytes)), bytes.NewReader(p.Bytes), store, now)[0]
}

// by is a message of a holder over what is signed.
func by(t testing.TB, holder *signaturetest.Holder, chain ...*x509.Certificate) func([]byte) []byte {
	return func(signed []byte) []byte {
		return signaturetest.Message{By: holder, Chain: chain, At: noon, Detached: signed}.Encode(t)
	}
}

func TestVerdicts(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.RSA())
	root := signature.NewStore(house.Root.Certificate)
	full := signature.NewStore(house.Root.Certificate, house.Between.Certificate)
	curve := signaturetest.Issue(t, house.Between, "Trần Thị Bình", signaturetest.P256(), nil)
	short := signaturetest.Issue(t, house.Between, "Short", signaturetest.ShortRSA(), nil)
	alone := signaturetest.Issue(t, nil, "Alone", signaturetest.P256(), nil)
	server := signaturetest.Issue(t, house.Between, "Server", signaturetest.P256(), func(c *x509.Certificate) {
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	})
	agreeing := signaturetest.Issue(t, house.Between, "Agreeing", signaturetest.P256(), func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyAgreement })
	young := signaturetest.Issue(t, house.Between, "Young", signaturetest.P256(), func(c *x509.Certificate) { c.NotBefore = noon.AddDate(0, 1, 0) })
	impostor := signaturetest.Issue(t, nil, house.Between.Certificate.Subject.CommonName, signaturetest.P256(), signaturetest.Authority)
	rsaRoot := signaturetest.Issue(t, nil, "RSA root", signaturetest.RSA(), signaturetest.Authority)
	old := signaturetest.Issue(t, rsaRoot, "Old", signaturetest.P256(), func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA })
	forged := signaturetest.Issue(t, impostor, "Forged", signaturetest.P256(), nil)
	good := by(t, house.Signer, house.Chain()...)
	type (
		form    = signaturetest.Form
		message = signaturetest.Message
	)
	made := func(change func(*message)) func([]byte) []byte {
		return func(signed []byte) []byte {
			m := message{By: house.Signer, Chain: house.Chain(), At: noon, Detached: signed}
			change(&m)
			return m.Encode(t)
		}
	}
	sized := func(bits uint) *x509.Certificate { // of a key that nobody has
		modulus := new(big.Int).Lsh(big.NewInt(1), bits-1)
		key := &rsa.PublicKey{N: modulus.Add(modulus, big.NewInt(1)), E: 65537}
		encoded, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(int64(bits)), NotAfter: noon}, house.Between.Certificate, key, house.Between.Key)
		if err != nil {
			t.Fatal(err)
		}
		certificate, err := x509.ParseCertificate(encoded)
		if err != nil {
			t.Fatal(err)
		}
		return certificate
	}
	huge, tiny := sized(20_000), sized(768)
	stampedBy := func(change func(*message)) func([]byte) []byte {
		return made(func(m *message) {
			m.Stamp = func(value []byte) []byte {
				token := message{By: house.Stamper, Chain: []*x509.Certificate{house.Stamper.Certificate, house.Between.Certificate},
					Kind: signaturetest.TimestampInfo, Content: signaturetest.StampInfo(t, value, noon)}
				change(&token)
				return token.Encode(t)
			}
		})
	}
	later := noon.AddDate(2, 0, 0)
	for name, row := range map[string]struct {
		form    form
		message func([]byte) []byte
		after   func(p *signaturetest.Paper)
		store   signature.Store
		now     time.Time
		codes   string
		good    bool
	}{
		"good":                         {store: root, message: good, codes: "intact whole trusted revocation-unchecked", good: true},
		"good, by a curve":             {store: root, message: by(t, curve, curve.Certificate, house.Between.Certificate), codes: "intact whole trusted revocation-unchecked", good: true},
		"good, CAdES":                  {store: root, form: form{SubFilter: "ETSI.CAdES.detached"}, message: made(func(m *message) { m.More = []signaturetest.Statement{signaturetest.Names(house.Signer.Certificate)} }), codes: "intact whole trusted revocation-unchecked", good: true},
		"good, SHA-512":                {store: root, message: made(func(m *message) { m.Hash = crypto.SHA512 }), codes: "intact whole trusted revocation-unchecked", good: true},
		"good, no statements":          {store: root, message: made(func(m *message) { m.Plain = true }), codes: "intact whole trusted revocation-unchecked", good: true},
		"good, authority of the store": {store: full, message: by(t, house.Signer, house.Signer.Certificate), codes: "intact whole trusted revocation-unchecked", good: true},
		"permission":                   {store: root, form: form{Permission: 2}, message: good, codes: "intact whole trusted permission-2 revocation-unchecked", good: true},

		"byte changed before": {store: root, message: good, after: flip(20), codes: "altered trusted revocation-unchecked"},
		"byte changed behind": {store: root, message: good, after: flip(-10), codes: "altered trusted revocation-unchecked"},
		"byte of the contents changed": {store: root, message: good, after: func(p *signaturetest.Paper) {
			at := p.Signed[0].ByteRange[1] + 101
			p.Bytes[at] ^= 1
		}, codes: "malformed"},
		"something added":             {store: root, message: good, after: (*signaturetest.Paper).Add, codes: "intact added-unsigned trusted revocation-unchecked"},
		"one line end added":          {store: root, message: good, after: func(p *signaturetest.Paper) { p.Bytes = append(p.Bytes, '\n') }, codes: "intact added-unsigned trusted revocation-unchecked"},
		"added though nothing may be": {store: root, form: form{Permission: 1}, message: good, after: (*signaturetest.Paper).Add, codes: "intact added-unsigned forbidden trusted permission-1 revocation-unchecked"},
		"cut off":                     {store: root, message: good, after: func(p *signaturetest.Paper) { p.Bytes = p.Bytes[:len(p.Bytes)-1] }, codes: "malformed"},
		"wider gap":                   {store: root, form: form{Wider: 3}, message: good, codes: "malformed"},
		"truncated contents":          {store: root, form: form{Room: 700}, message: good, codes: "unreadable"},
		"range from 1":                {store: root, message: good, after: ranged(1, 0), codes: "malformed"},
		"range of three":              {store: root, message: good, after: func(p *signaturetest.Paper) { p.Signed[0].ByteRange = p.Signed[0].ByteRange[:3] }, codes: "malformed"},
		"range beyond the end":        {store: root, message: good, after: ranged(0, 1), codes: "malformed"},
		"range that runs over":        {store: root, message: good, after: func(p *signaturetest.Paper) { p.Signed[0].ByteRange[3] = 1<<63 - 1 }, codes: "malformed"},
		"contents of elsewhere": {store: root, message: good, after: func(p *signaturetest.Paper) {
			p.Signed[0].Contents = bytes.Clone(p.Signed[0].Contents)
			p.Signed[0].Contents[5000] = 1
		}, codes: "malformed"},
		"garbage":                      {store: root, message: func([]byte) []byte { return bytes.Repeat([]byte{0x30, 0x82, 1}, 300) }, codes: "unreadable"},
		"zeros":                        {store: root, message: func([]byte) []byte { return nil }, codes: "unreadable"},
		"something behind the message": {store: root, message: func(signed []byte) []byte { return append(good(signed), 0, 0, 7) }, codes: "unreadable"},
		"nested without end":           {store: root, message: func([]byte) []byte { return bytes.Repeat([]byte{0x30, 0x80}, 4000) }, codes: "unreadable"},
		"unknown form":                 {store: root, form: form{SubFilter: "adbe.x509.rsa_sha1"}, message: good, codes: "unsupported"},

		"wrong key": {store: root, message: made(func(m *message) {
			m.By = &signaturetest.Holder{Certificate: curve.Certificate, Key: alone.Key}
			m.Chain = []*x509.Certificate{curve.Certificate}
		}), codes: "wrong"},
		"names another certificate": {store: root, message: made(func(m *message) { m.More = []signaturetest.Statement{signaturetest.Names(curve.Certificate)} }), codes: "wrong"},
		"another content type":      {store: root, message: made(func(m *message) { m.Kind = signaturetest.TimestampInfo }), codes: "unreadable"},
		"content of its own":        {store: root, message: made(func(m *message) { m.Content = []byte("content"); m.Detached = m.Content }), codes: "unreadable"},
		"two signers":               {store: root, message: made(func(m *message) { m.Twice = true }), codes: "unreadable"},
		"CAdES without statements":  {store: root, form: form{SubFilter: "ETSI.CAdES.detached"}, message: made(func(m *message) { m.Plain = true }), codes: "unreadable"},
		"no certificate":            {store: full, message: made(func(m *message) { m.Chain = nil }), codes: "unreadable signer-unknown"},

		"missing intermediate":             {store: root, message: by(t, house.Signer, house.Signer.Certificate), codes: "intact whole incomplete"},
		"unknown root, sent along":         {store: signature.Store{}, message: by(t, house.Signer, append(house.Chain(), house.Root.Certificate)...), codes: "intact whole root-unknown"},
		"unknown root, not sent":           {store: signature.NewStore(alone.Certificate), message: good, codes: "intact whole incomplete"},
		"self-signed":                      {store: root, message: by(t, alone, alone.Certificate), codes: "intact whole self-signed"},
		"self-signed, trusted":             {store: signature.NewStore(alone.Certificate), message: by(t, alone, alone.Certificate), codes: "intact whole trusted revocation-unchecked", good: true},
		"authority of the same name":       {store: full, message: by(t, forged, forged.Certificate), codes: "intact whole incomplete"},
		"authority that is a root unknown": {store: full, message: by(t, forged, forged.Certificate, impostor.Certificate), codes: "intact whole root-unknown"},
		"signer as authority": {store: root, message: func(signed []byte) []byte {
			below := signaturetest.Issue(t, curve, "Below", signaturetest.P256(), nil)
			return by(t, below, below.Certificate, curve.Certificate, house.Between.Certificate)(signed)
		}, codes: "intact whole chain-invalid"},
		"expired":                    {store: root, message: good, now: later, codes: "intact whole expired valid-then revocation-unchecked"},
		"expired and unknown":        {store: signature.NewStore(), message: by(t, alone, alone.Certificate), now: later, codes: "intact whole self-signed"},
		"not yet valid":              {store: root, message: by(t, young, young.Certificate, house.Between.Certificate), codes: "intact whole not-yet-valid time-out-of-validity"},
		"signed before it was valid": {store: root, message: made(func(m *message) { m.At = noon.AddDate(-3, 0, 0) }), codes: "intact whole trusted time-out-of-validity revocation-unchecked"},
		"a server's certificate":     {store: root, message: by(t, server, server.Certificate, house.Between.Certificate), codes: "intact whole trusted key-usage revocation-unchecked"},
		"a key for agreeing":         {store: root, message: by(t, agreeing, agreeing.Certificate, house.Between.Certificate), codes: "intact whole trusted key-usage revocation-unchecked"},
		"SHA-1":                      {store: root, message: made(func(m *message) { m.Hash = crypto.SHA1 }), codes: "intact whole trusted weak-sha1 revocation-unchecked"},
		"issued with SHA-1":          {store: signature.NewStore(rsaRoot.Certificate), message: by(t, old, old.Certificate), codes: "intact whole chain-weak weak-sha1"},
		"short key":                  {store: root, message: by(t, short, short.Certificate, house.Between.Certificate), codes: "intact whole trusted weak-rsa revocation-unchecked"},
		"short key, unknown":         {store: signature.Store{}, message: by(t, short, short.Certificate), codes: "intact whole incomplete weak-rsa"},
		"form with SHA-1":            {store: root, form: form{SubFilter: "adbe.pkcs7.sha1"}, message: digested(t, house, crypto.SHA256), codes: "intact whole trusted weak-sha1 revocation-unchecked"},
		"form with SHA-1, changed":   {store: root, form: form{SubFilter: "adbe.pkcs7.sha1"}, message: digested(t, house, crypto.SHA256), after: flip(20), codes: "altered trusted weak-sha1 revocation-unchecked"},

		"stamped": {store: root, message: made(func(m *message) {
			m.Stamp = func(value []byte) []byte { return house.Stamper.Stamp(t, value, noon, house.Between.Certificate) }
		}), codes: "intact whole trusted stamp-trusted revocation-unchecked", good: true},
		"stamped by whom nobody knows": {store: root, message: made(func(m *message) {
			m.Stamp = func(value []byte) []byte { return alone.Stamp(t, value, noon) }
		}), codes: "intact whole trusted stamp-unknown revocation-unchecked", good: true},
		"stamped by who is no authority for it": {store: root, message: made(func(m *message) {
			m.Stamp = func(value []byte) []byte { return curve.Stamp(t, value, noon, house.Between.Certificate) }
		}), codes: "intact whole trusted stamp-unknown revocation-unchecked", good: true},
		"stamp of something else": {store: root, message: made(func(m *message) {
			m.Stamp = func([]byte) []byte { return house.Stamper.Stamp(t, []byte("else"), noon, house.Between.Certificate) }
		}), codes: "intact whole trusted stamp-wrong revocation-unchecked"},
		"stamp with SHA-1":         {store: root, message: stampedBy(func(m *message) { m.Hash = crypto.SHA1 }), codes: "intact whole trusted stamp-unknown revocation-unchecked", good: true},
		"stamp without statements": {store: root, message: stampedBy(func(m *message) { m.Plain = true }), codes: "intact whole trusted stamp-unchecked revocation-unchecked", good: true},
		"key that takes for ever":  {store: root, message: by(t, house.Signer, append(house.Chain(), huge)...), codes: "unsupported"},
		"key that anybody finds":   {store: root, message: by(t, &signaturetest.Holder{Certificate: tiny, Key: house.Signer.Key}, tiny), codes: "unsupported"},
		"another bracket":          {store: root, message: good, after: func(p *signaturetest.Paper) { p.Bytes[p.Signed[0].ByteRange[1]] = '(' }, codes: "malformed"},
		"another bracket behind":   {store: root, message: good, after: func(p *signaturetest.Paper) { p.Bytes[p.Signed[0].ByteRange[2]-1] = ')' }, codes: "malformed"},
		"statement twice": {store: root, message: made(func(m *message) {
			m.More = []signaturetest.Statement{{Type: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}, Value: []byte("another digest")}}
		}), codes: "unreadable"},
		"stamp that is none": {store: root, message: made(func(m *message) {
			m.Stamp = func([]byte) []byte { return []byte{0x30, 0} }
		}), codes: "intact whole trusted stamp-unchecked revocation-unchecked", good: true},
		"stamp over the document": {store: root, form: form{SubFilter: "ETSI.RFC3161"}, message: func(signed []byte) []byte {
			return house.Stamper.Stamp(t, signed, noon, house.Between.Certificate)
		}, codes: "document-stamp intact whole trusted revocation-unchecked", good: true},
		"stamp over another document": {store: root, form: form{SubFilter: "ETSI.RFC3161"}, message: func([]byte) []byte {
			return house.Stamper.Stamp(t, []byte("another"), noon, house.Between.Certificate)
		}, codes: "document-stamp altered trusted revocation-unchecked"},
	} {
		t.Run(name, func(t *testing.T) {
			p := signaturetest.NewPaper()
			p.Sign(t, row.form, row.message)
			if row.after != nil {
				row.after(p)
			}
			now := row.now
			if now.IsZero() {
				now = noon
			}
			v := verdict(p, row.form, row.store, now)
			var said []string
			for _, code := range v.Codes() {
				said = append(said, string(code))
			}
			if got := strings.Join(said, " "); got != row.codes || v.Good() != row.good {
				t.Errorf("got %s, good: %v (%v)\nwant %s, good: %v", got, v.Good(), v.Err, row.codes, row.good)
			}
		})
	}
}

// flip changes one byte, counted from the end if below 0.
func flip(at int) func(*signaturetest.Paper) {
	return func(p *signaturetest.Paper) {
		if at < 0 {
			at += len(p.Bytes)
		}
		p.Bytes[at] ^= 1
	}
}

// ranged moves the begin and the end of a byte range.
func ranged(begin, end int64) func(*signaturetest.Paper) {
	return func(p *signaturetest.Paper) {
		p.Signed[0].ByteRange[0] += begin
		p.Signed[0].ByteRange[3] += end
	}
}

// digested is a message that brings the SHA-1 digest of what is signed along, and signs it by another hash.
func digested(t testing.TB, house signaturetest.House, hash crypto.Hash) func([]byte) []byte {
	return func(signed []byte) []byte {
		h := crypto.SHA1.New()
		h.Write(signed)
		return signaturetest.Message{By: house.Signer, Chain: house.Chain(), Hash: hash, At: noon, Content: h.Sum(nil)}.Encode(t)
	}
}

// What is known of the signer stands in the verdict.
func TestSigner(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	house.Signer = signaturetest.Issue(t, house.Between, "  A\u0306n\n\x1b[2J\u202eevil ", house.Signer.Key, nil)
	p := signaturetest.NewPaper()
	form := signaturetest.Form{Reason: "Ky\x1b duyet"}
	p.Sign(t, form, by(t, house.Signer, house.Chain()...))
	v := verdict(p, form, signature.NewStore(house.Root.Certificate), noon)
	if v.Signer.Name != "Ăn [2Jevil" || v.Signer.Organisation != "Ủy ban nhân dân phường" || v.Signer.Issuer != "Sub CA" ||
		v.Root != "Root CA "+t.Name() || len(v.Signer.Serial) == 0 || !v.Claimed.Equal(noon) || v.Reason != "Ky duyet" {
		t.Errorf("%+v", v)
	}
	v = verdict(p, form, signature.Store{}, noon)
	if v.Chain != signature.Incomplete || v.Missing != "Root CA "+t.Name() {
		t.Errorf("missing %q, chain %s", v.Missing, v.Chain)
	}
	// Nobody is named whose signature it is not.
	p = signaturetest.NewPaper()
	p.Sign(t, form, by(t, &signaturetest.Holder{Certificate: house.Signer.Certificate, Key: house.Root.Key}, house.Chain()...))
	if v = verdict(p, form, signature.NewStore(house.Root.Certificate), noon); v.Integrity != signature.Wrong || v.Signer != (signature.Certificate{}) || v.Chain != "" {
		t.Errorf("%+v", v)
	}
}

// A signature over another is the first one's guarantee only if it is good itself.
func TestSignedOverSigned(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	store := signature.NewStore(house.Root.Certificate)
	stranger := signaturetest.Issue(t, nil, "Stranger", signaturetest.P256(), nil)
	good, unknown := by(t, house.Signer, house.Chain()...), by(t, stranger, stranger.Certificate)
	wrong := by(t, &signaturetest.Holder{Certificate: house.Signer.Certificate, Key: stranger.Key}, house.Chain()...)
	for name, row := range map[string]struct {
		permission int
		messages   []func([]byte) []byte
		add        bool
		coverage   []signature.Code
		good       []bool
	}{
		"by one who is trusted": {0, []func([]byte) []byte{good, good}, false, []signature.Code{"continued", "whole"}, []bool{true, true}},
		"by a stranger":         {0, []func([]byte) []byte{good, unknown}, false, []signature.Code{"continued-by", "whole"}, []bool{false, false}},
		"by one who did not":    {0, []func([]byte) []byte{good, wrong}, false, []signature.Code{"added-unsigned", ""}, []bool{false, false}},
		"over a stranger":       {0, []func([]byte) []byte{unknown, good}, false, []signature.Code{"continued", "whole"}, []bool{false, true}},
		"three":                 {0, []func([]byte) []byte{good, unknown, good}, false, []signature.Code{"continued", "continued", "whole"}, []bool{true, false, true}},
		"and something added":   {0, []func([]byte) []byte{good, good}, true, []signature.Code{"added-unsigned", "added-unsigned"}, []bool{false, false}},
		"though nothing may be": {1, []func([]byte) []byte{good, good}, false, []signature.Code{"continued", "whole"}, []bool{false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			p := signaturetest.NewPaper()
			for _, message := range row.messages {
				p.Sign(t, signaturetest.Form{}, message)
			}
			if row.add {
				p.Add()
			}
			all := signature.VerifyAll(found(p, signaturetest.Form{Permission: row.permission}), int64(len(p.Bytes)), bytes.NewReader(p.Bytes), store, noon)
			for i, v := range all {
				if v.Coverage != row.coverage[i] || v.Good() != row.good[i] {
					t.Errorf("%d: %s %s, good: %v (%v)", i, v.Integrity, v.Coverage, v.Good(), v.Err)
				}
			}
		})
	}
	if all := signature.VerifyAll(nil, 0, bytes.NewReader(nil), store, noon); len(all) != 0 {
		t.Errorf("none: %v", all)
	}
}

// A stamp by a trusted authority proves that a certificate was in force when it was used.
func TestStampOutlivesCertificate(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	house.Stamper = signaturetest.Issue(t, house.Between, "TSA", house.Stamper.Key, func(c *x509.Certificate) {
		signaturetest.Stamping(c)
		c.NotAfter = noon.AddDate(3, 0, 0)
	})
	p := signaturetest.NewPaper()
	p.Sign(t, signaturetest.Form{}, func(signed []byte) []byte {
		return signaturetest.Message{By: house.Signer, Chain: house.Chain(), At: noon, Detached: signed,
			Stamp: func(value []byte) []byte { return house.Stamper.Stamp(t, value, noon, house.Between.Certificate) }}.Encode(t)
	})
	store := signature.NewStore(house.Root.Certificate)
	if v := verdict(p, signaturetest.Form{}, store, noon.AddDate(2, 0, 0)); !v.Good() || v.Stamp != signature.StampTrusted || !v.Stamped.Equal(noon) {
		t.Errorf("the signer's certificate ran out: %v %v", v.Codes(), v.Err)
	}
	if v := verdict(p, signaturetest.Form{}, store, noon.AddDate(4, 0, 0)); v.Good() || v.Stamp != signature.StampUnknown || v.Chain != signature.Expired {
		t.Errorf("the authority's too: %v %v", v.Codes(), v.Err)
	}
}

// unread is a file that cannot be read from some place on.
type unread struct {
	data []byte
	from int64
}

func (u unread) ReadAt(into []byte, at int64) (int, error) {
	if at+int64(len(into)) > u.from {
		return 0, errors.New("bad sector")
	}
	return copy(into, u.data[at:]), nil
}

var _ io.ReaderAt = unread{}

// A file that cannot be read is no fault of its signature.
func TestUnreadFile(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	p := signaturetest.NewPaper()
	p.Sign(t, signaturetest.Form{}, by(t, house.Signer, house.Chain()...))
	for _, from := range []int64{0, p.Signed[0].ByteRange[2]} {
		v := signature.Verify(found(p, signaturetest.Form{})[0], int64(len(p.Bytes)), unread{p.Bytes, from}, signature.NewStore(house.Root.Certificate), noon)
		if v.Integrity != signature.NotRead || v.Good() || v.Err == nil {
			t.Errorf("from %d: %v %v", from, v.Codes(), v.Err)
		}
	}
}

// Every code that a verdict can say is one of those that have a sentence.
func TestCodesAreWrittenOnce(t *testing.T) {
	codes := signature.Codes()
	slices.Sort(codes)
	if compact := slices.Compact(slices.Clone(codes)); len(compact) != len(codes) {
		t.Errorf("%d codes, %d different", len(codes), len(compact))
	}
}

// What a verdict comes to: only what was changed or forged is said not to hold, the rest is unknown.
func TestStates(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	store := signature.NewStore(house.Root.Certificate)
	good := by(t, house.Signer, house.Chain()...)
	for name, row := range map[string]struct {
		form  signaturetest.Form
		after func(*signaturetest.Paper)
		store signature.Store
		want  signature.Code
	}{
		"good":                  {store: store, want: signature.StateGood},
		"altered":               {store: store, after: flip(20), want: signature.StateBad},
		"malformed":             {store: store, form: signaturetest.Form{Wider: 1}, want: signature.StateBad},
		"unknown":               {want: signature.StateUnknown},
		"added":                 {store: store, after: (*signaturetest.Paper).Add, want: signature.StateUnknown},
		"forbidden":             {store: store, form: signaturetest.Form{Permission: 1}, after: (*signaturetest.Paper).Add, want: signature.StateBad},
		"altered by a stranger": {after: flip(20), want: signature.StateBad},
		"cannot be read":        {store: store, form: signaturetest.Form{Room: 700}, want: signature.StateUnknown},
	} {
		p := signaturetest.NewPaper()
		p.Sign(t, row.form, good)
		if row.after != nil {
			row.after(p)
		}
		if v := verdict(p, row.form, row.store, noon); v.State() != row.want {
			t.Errorf("%s: %s (%v), want %s", name, v.State(), v.Codes(), row.want)
		}
	}
}

// The time of the field stands in for a message without one, but only where a good signature covers the field.
func TestTimeOfField(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	store := signature.NewStore(house.Root.Certificate)
	silent := func(signed []byte) []byte {
		return signaturetest.Message{By: house.Signer, Chain: house.Chain(), Detached: signed}.Encode(t)
	}
	claimed := func(text string, change func(*signaturetest.Paper)) []time.Time {
		p := signaturetest.NewPaper()
		p.Sign(t, signaturetest.Form{}, silent)
		change(p)
		all := found(p, signaturetest.Form{})
		for i := range all {
			all[i].Time = text
		}
		var times []time.Time
		for _, v := range signature.VerifyAll(all, int64(len(p.Bytes)), bytes.NewReader(p.Bytes), store, noon) {
			times = append(times, v.Claimed)
		}
		return times
	}
	as := func(*signaturetest.Paper) {}
	for text, want := range map[string]time.Time{
		"D:20261125190000+07'00'": noon, "D:20261125190000+07'00": noon, "20261125120000Z": noon, "D:20261125120000Z00'00'": noon,
		"D:20261125120000": noon, "": {}, "D:2026": {}, "D:20261325120000Z": {},
	} {
		if got := claimed(text, as); !got[0].Equal(want) {
			t.Errorf("%q is %v", text, got[0])
		}
	}
	const text = "D:20261125190000+07'00'"
	if got := claimed(text, func(p *signaturetest.Paper) { p.Sign(t, signaturetest.Form{}, silent) }); !got[0].Equal(noon) || !got[1].Equal(noon) {
		t.Errorf("under another: %v", got)
	}
	if got := claimed(text, (*signaturetest.Paper).Add); !got[0].IsZero() {
		t.Errorf("with something added: %v", got)
	}
}
