package signature

import (
	"bytes"
	"crypto/x509"
	"slices"
	"time"
)

// judgement is what a store says of a certificate.
type judgement struct {
	code    Code
	weak    []Code
	missing string // whose certificate is not here
	root    string // who stands at the end of the chain
	err     error
}

// mostLinks bounds the way up to a root.
const mostLinks = 16

// judge says whether a certificate leads up to a root of the store at a time, by way of the store's certificates
// and those that came with it, and if not, why.
func (s Store) judge(leaf *x509.Certificate, others []*x509.Certificate, at time.Time) judgement {
	if shortKey(leaf) {
		// Named even where nothing else is known of the signer.
		j := s.lead(leaf, others, at)
		j.weak = with(j.weak, WeakRSA)
		return j
	}
	return s.lead(leaf, others, at)
}

// lead is judge without the leaf's own key.
func (s Store) lead(leaf *x509.Certificate, others []*x509.Certificate, at time.Time) judgement {
	roots, between := x509.NewCertPool(), x509.NewCertPool() // never nil: that would be the machine's own roots
	for _, root := range s.roots {
		roots.AddCert(root)
	}
	for _, certificate := range slices.Concat(s.intermediates, others) {
		between.AddCert(certificate)
	}
	verify := func(at time.Time) ([][]*x509.Certificate, error) {
		return leaf.Verify(x509.VerifyOptions{
			Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
		})
	}
	chains, why := verify(at)
	if why == nil {
		return trusted(Trusted, chains)
	}
	// Out of force is only who would be trusted in force; else it hides that nobody knows them.
	code := Expired
	if at.Before(leaf.NotBefore) {
		code = NotYetValid
	}
	for _, other := range []time.Time{leaf.NotAfter, leaf.NotBefore, leaf.NotBefore.Add(leaf.NotAfter.Sub(leaf.NotBefore) / 2)} {
		if chains, err := verify(other); err == nil {
			j := trusted(code, chains)
			j.err = why
			return j
		}
	}
	j := s.missed(leaf, others)
	j.err = why
	return j
}

// trusted is the judgement on who is known, by the chain with the fewest weaknesses.
func trusted(code Code, chains [][]*x509.Certificate) judgement {
	var best judgement
	for i, chain := range chains {
		j := judgement{code: code, root: nameOf(chain[len(chain)-1].Subject)}
		for _, certificate := range chain[:len(chain)-1] { // a root is trusted as it is
			if shortKey(certificate) {
				j.weak = with(j.weak, WeakRSA)
			}
		}
		if i == 0 || len(j.weak) < len(best.weak) {
			best = j
		}
	}
	return best
}

// missed says why no chain leads up to a root: it walks up by names alone.
func (s Store) missed(leaf *x509.Certificate, others []*x509.Certificate) judgement {
	known := slices.Concat(s.roots, s.intermediates, others)
	weak := false
	current := leaf
	for range mostLinks {
		if selfIssued(current) {
			j := judgement{root: nameOf(current.Subject)}
			switch {
			case slices.ContainsFunc(s.roots, current.Equal) && weak:
				j.code, j.weak = ChainWeak, []Code{WeakSHA1}
			case slices.ContainsFunc(s.roots, current.Equal):
				j.code = ChainInvalid
			case current == leaf:
				j.code = SelfSigned
			default:
				j.code = RootUnknown
			}
			return j
		}
		weak = weak || current.SignatureAlgorithm == x509.SHA1WithRSA || current.SignatureAlgorithm == x509.ECDSAWithSHA1
		issuer := slices.IndexFunc(known, func(candidate *x509.Certificate) bool {
			return bytes.Equal(candidate.RawSubject, current.RawIssuer) &&
				(len(current.AuthorityKeyId) == 0 || len(candidate.SubjectKeyId) == 0 || bytes.Equal(candidate.SubjectKeyId, current.AuthorityKeyId))
		})
		if issuer < 0 {
			return judgement{code: Incomplete, missing: nameOf(current.Issuer)}
		}
		current = known[issuer]
	}
	return judgement{code: ChainInvalid}
}

// with adds a code that is not among them yet.
func with(codes []Code, code Code) []Code {
	if slices.Contains(codes, code) {
		return codes
	}
	return append(codes, code)
}
