// Package signature verifies digital signatures of PDF papers: which bytes are signed, whether they are as they
// were, who signed them and who vouches for the signer. It is given what a reader of PDF found in the signature
// fields, the bytes of the file and the certificates that the office trusts, and asks nobody else: no network,
// no clock, no certificates of the machine. What cannot be known so is said to be unknown; whether a certificate
// was revoked (thu hồi) is never known.
package signature

// What is taken from a document at most. Beyond it a signature is not looked at, and so never good.
const (
	// MaxContents bounds the signed message of one signature, in bytes.
	MaxContents = 1 << 20
	// maxCertificates bounds the certificates that one message brings along.
	maxCertificates = 64
	// maxKey bounds the modulus of RSA keys, in bits: what takes longer is no key but an attack.
	maxKey = 16_384
	// maxName bounds names in certificates, in letters, as they are shown.
	maxName = 200
)

// Signature (chữ ký số) is what a signature field of a document says of itself; nothing of it is believed. Its
// fields are those of pages.Signature, so that one can be turned into the other.
type Signature struct {
	Contents   []byte
	ByteRange  []int64
	SubFilter  string
	Reason     string
	Time       string
	Permission int
	Oversized  bool
}

// The forms of signatures (SubFilter) that are verified.
const (
	formDetached  = "adbe.pkcs7.detached"
	formCAdES     = "ETSI.CAdES.detached"
	formSHA1      = "adbe.pkcs7.sha1"
	formTimestamp = "ETSI.RFC3161" // a time stamp over the document, without a signer of its own
)
