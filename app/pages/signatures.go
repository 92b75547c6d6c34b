package pages

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/text/unicode/norm"
)

// What is read of signatures at most.
const (
	// MaxSignatures is the largest number of signature fields of one document.
	MaxSignatures = 64
	// MaxContents bounds what one signature holds, in bytes.
	MaxContents = 1 << 20
	// mostRanges is how many numbers of a byte range are kept: two spans, and one more that tells of others.
	mostRanges = 5
	// mostRemark bounds what a signer wrote into a field, in letters.
	mostRemark = 500
)

// Signature (chữ ký số) is one signature field of a document, as it says of itself. Nothing of it is verified:
// that is done by whoever has the bytes of the document, without any reading of PDF.
type Signature struct {
	Contents  []byte  `json:"contents,omitempty"`   // the signed message with what it is filled up by; none if Oversized
	ByteRange []int64 `json:"byte_range,omitempty"` // offset and length of each span that is signed
	SubFilter string  `json:"sub_filter,omitempty"` // the form of the contents
	Reason    string  `json:"reason,omitempty"`     // what the signer wrote; one line
	Time      string  `json:"time,omitempty"`       // D:YYYYMMDDHHMMSS+XX'YY', as the signer's clock had it
	// Permission is what the signer allows to be changed afterwards (DocMDP): 0 nothing said, 1 nothing, 2 filling
	// in and signing, 3 annotations too.
	Permission int  `json:"permission,omitempty"`
	Oversized  bool `json:"oversized,omitempty"` // contents beyond MaxContents
}

// Signatures gives the signature fields of a document that are signed; most have none, without being an error.
// Fields that stand below other fields are not seen by the renderer. What is given must not be changed: others
// may have been given the same.
func (r *Renderer) Signatures(ctx context.Context, id string) ([]Signature, error) {
	came := r.wait(ctx, errand{kind: kindSigned, id: id, page: signedPage}, Soon)
	return came.signatures, came.err
}

// signatures reads the signature fields of a document.
func (e *engine) signatures(number uint32) ([]Signature, error) {
	d := e.papers[number]
	if d == nil {
		return nil, fault(CodeUnknown, NoPage, nil)
	}
	counted, err := e.pdfium.FPDF_GetSignatureCount(&requests.FPDF_GetSignatureCount{Document: d.ref})
	if err != nil {
		return nil, fmt.Errorf("count signatures: %w", err)
	}
	if counted.Count > MaxSignatures {
		return nil, fault(CodeTooLarge, NoPage, fmt.Errorf("%d signatures", counted.Count))
	}
	signatures := []Signature{}
	for i := range counted.Count {
		signature, signed, err := e.signature(d, i)
		if err != nil {
			return nil, fmt.Errorf("signature %d: %w", i, err)
		}
		if signed {
			signatures = append(signatures, signature)
		}
	}
	return signatures, nil
}

// noPermission is how the renderer says that a signature has none; it has no error of its own for it.
const noPermission = "could not get DocMDPPermission"

// signature reads one; signed is false of a field that waits for its signer.
func (e *engine) signature(d *document, index int) (signature Signature, signed bool, err error) {
	found, err := e.pdfium.FPDF_GetSignatureObject(&requests.FPDF_GetSignatureObject{Document: d.ref, Index: index})
	if err != nil {
		return signature, false, err
	}
	contents, err := e.pdfium.FPDFSignatureObj_GetContents(&requests.FPDFSignatureObj_GetContents{Signature: found.Signature})
	if err != nil {
		return signature, false, fmt.Errorf("contents: %w", err)
	}
	if signature.Oversized = len(contents.Contents) > MaxContents; !signature.Oversized {
		signature.Contents = contents.Contents
	}
	spans, err := e.pdfium.FPDFSignatureObj_GetByteRange(&requests.FPDFSignatureObj_GetByteRange{Signature: found.Signature})
	if err != nil {
		return signature, false, fmt.Errorf("byte range: %w", err)
	}
	for _, number := range spans.ByteRange[:min(len(spans.ByteRange), mostRanges)] {
		signature.ByteRange = append(signature.ByteRange, int64(number))
	}
	form, err := e.pdfium.FPDFSignatureObj_GetSubFilter(&requests.FPDFSignatureObj_GetSubFilter{Signature: found.Signature})
	if err != nil {
		return signature, false, fmt.Errorf("form: %w", err)
	}
	signature.SubFilter = oneLine(form.SubFilter)
	reason, err := e.pdfium.FPDFSignatureObj_GetReason(&requests.FPDFSignatureObj_GetReason{Signature: found.Signature})
	if err != nil {
		return signature, false, fmt.Errorf("reason: %w", err)
	}
	signature.Reason = oneLine(reason.Reason)
	time, err := e.pdfium.FPDFSignatureObj_GetTime(&requests.FPDFSignatureObj_GetTime{Signature: found.Signature})
	if err != nil {
		return signature, false, fmt.Errorf("time: %w", err)
	}
	signature.Time = oneLine(time.Time)
	permission, err := e.pdfium.FPDFSignatureObj_GetDocMDPPermission(&requests.FPDFSignatureObj_GetDocMDPPermission{Signature: found.Signature})
	switch {
	case err == nil:
		signature.Permission = permission.DocMDPPermission
	case err.Error() != noPermission:
		return signature, false, fmt.Errorf("permission: %w", err)
	}
	signed = len(contents.Contents) > 0 || len(signature.ByteRange) > 0 || signature.SubFilter != ""
	return signature, signed, nil
}

// oneLine is what a document says, fit to be shown: composed, without signs that steer a screen or turn the
// direction of writing, and not long.
func oneLine(text *string) string {
	if text == nil {
		return ""
	}
	var b strings.Builder
	letters := 0
	for _, letter := range strings.ToValidUTF8(*text, "�") {
		if unicode.IsSpace(letter) {
			letter = ' '
		}
		if !unicode.IsPrint(letter) {
			continue
		}
		if letters++; letters > mostRemark {
			break
		}
		b.WriteRune(letter)
	}
	return strings.TrimSpace(norm.NFC.String(b.String()))
}

// decodeSignatures reads the body of a seals reply. All of it is within bounds afterwards.
func decodeSignatures(body []byte) ([]Signature, error) {
	var signatures []Signature
	if err := json.Unmarshal(body, &signatures); err != nil {
		return nil, fmt.Errorf("signatures: %w", err)
	}
	if len(signatures) > MaxSignatures {
		return nil, fmt.Errorf("%d signatures: %w", len(signatures), errFrame)
	}
	for i := range signatures {
		s := &signatures[i]
		if len(s.Contents) > MaxContents || len(s.ByteRange) > mostRanges {
			return nil, fmt.Errorf("signature of %d bytes over %d numbers: %w", len(s.Contents), len(s.ByteRange), errFrame)
		}
		for _, text := range []*string{&s.SubFilter, &s.Reason, &s.Time} {
			*text = oneLine(text)
		}
	}
	return signatures, nil
}
